"""What counts about somebody, as it is read from the rows that the rooms wrote."""

from datetime import date, timedelta

from sqlmodel import Session, select

from coach_the_coach.cadence.tables import CoachMonth
from coach_the_coach.certification.credential import actions as awards
from coach_the_coach.certification.credential.rules import Reason
from coach_the_coach.certification.facts.queries import facts_of
from coach_the_coach.certification.requirements.facts import (
    Audited,
    Closed,
    Dated,
    Facts,
    Held,
    KeptMonth,
    Led,
    Logged,
    Taken,
)
from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.identity.actions import rebuild_reach
from coach_the_coach.identity.tables import ReportingLine
from coach_the_coach.selfaudit.tables import SelfAudit, SelfAuditPoint
from tests.cast import NOW, Cast
from tests.certification import kept

TODAY = NOW.date()


def day(back: int) -> date:
    """So many days before today."""
    return TODAY - timedelta(days=back)


def of_mo(session: Session, cast: Cast) -> Facts:
    """What counts about Mo."""
    who = cast.mo.id or 0
    return facts_of(session, [who], at=NOW)[who].facts


def test_nothing_is_there_about_somebody_new(session: Session, cast: Cast):
    spec = cast.spec.id or 0

    assert facts_of(session, [spec], at=NOW)[spec].facts == Facts()


def test_sessions_of_the_log_count_with_their_coaching_minutes(session: Session, cast: Cast):
    tied = kept.cycle(session, cast.mo, cast.rae, day(1)).id
    one = kept.log(session, cast.mo, cast.rae, day(20), cycle_id=tied)
    two = kept.log(
        session, cast.mo, cast.ren, day(19), developmental=10, opportunistic=15, status=5
    )
    three = kept.log(session, cast.mo, cast.rae, day(18), cycle_id=tied, purpose=Purpose.INSPECT)
    four = kept.log(session, cast.mo, None, day(17), complete=False)
    gone = kept.log(session, cast.mo, cast.rae, day(16))
    kept.take_back(session, gone, at=NOW)
    kept.log(session, cast.sol, cast.sid, day(15))

    assert of_mo(session, cast).logged == (
        # On a skill whose cycle was open; without the moment just seen; no coaching at all.
        Logged(one.public_id, day(20), cast.rae.id, 30, 30),
        Logged(two.public_id, day(19), cast.ren.id, 15, 0),
        Logged(three.public_id, day(18), cast.rae.id, 0, 0),
        Logged(four.public_id, day(17), None, 30, 0, is_complete=False),
    )


def test_a_team_is_whom_they_coach_today_and_who_of_them_coaches(session: Session, cast: Cast):
    lena, mo = cast.lena.id or 0, cast.mo.id or 0
    kept.log(session, cast.lena, cast.mo, day(9))
    # Mia leads nobody.
    kept.log(session, cast.lena, cast.mia, day(8))
    found = facts_of(session, [lena, mo], at=NOW)

    assert found[lena].facts.team == {mo, cast.mia.id}
    assert found[lena].facts.coaching == {mo}
    assert [one.with_manager for one in found[lena].facts.logged] == [True, False]
    assert found[mo].facts.team == {cast.rae.id, cast.ren.id}
    assert found[mo].facts.coaching == frozenset()


def test_a_manager_who_moved_to_another_leader_was_a_manager_all_the_same(
    session: Session, cast: Cast
):
    kept.log(session, cast.odd, cast.mo, day(9))
    found = facts_of(session, [cast.odd.id or 0], at=NOW)[cast.odd.id or 0].facts

    assert cast.mo.id not in found.team
    assert [one.with_manager for one in found.logged] == [True]


def test_practices_count_with_their_rounds_and_not_once_withdrawn(session: Session, cast: Cast):
    kept.practice(session, cast.mo, day(20), cast.rae, cast.ren)
    kept.practice(session, cast.mo, day(19))
    kept.take_back(session, kept.practice(session, cast.mo, day(18), cast.rae), at=NOW)

    led = of_mo(session, cast).led
    assert [(one.on, one.rounds) for one in led] == [(day(20), 2), (day(19), 0)]
    assert all(isinstance(one, Led) for one in led)


def test_a_cycle_counts_with_its_result_or_honestly_without(session: Session, cast: Cast):
    seen = kept.cycle(session, cast.mo, cast.rae, day(9))
    not_seen = kept.cycle(session, cast.mo, cast.ren, day(8), shown=False)

    assert of_mo(session, cast).closed == (
        Closed(seen.public_id, day(9), is_shown=True),
        Closed(not_seen.public_id, day(8)),
    )


def test_conversations_are_known_by_their_names(session: Session, cast: Cast):
    kept.clip(session, cast.mo, "b", day(9))
    kept.clip(session, cast.mo, "a", day(8))
    kept.clip(session, cast.mo, "b", day(7))

    assert of_mo(session, cast).clips == (
        Dated("b", day(9)),
        Dated("a", day(8)),
        Dated("b", day(7)),
    )


def test_months_that_a_kept_rate_can_be_made_of_are_read(session: Session, cast: Cast):
    whole = {
        name: 0 for name in CoachMonth.model_fields if name not in {"coach_id", "month", "made_at"}
    }
    for year, month in ((2024, 1), (2025, 3), (2026, 1), (2026, 2)):
        counts = whole | {"wanted": 9, "held": month}
        on = date(year, month, 1)
        session.add(CoachMonth(coach_id=cast.mo.id or 0, month=on, made_at=NOW, **counts))
    session.flush()

    assert of_mo(session, cast).kept == tuple(
        KeptMonth(date(year, month, 1), 9, month)
        for year, month in ((2025, 3), (2026, 1), (2026, 2))
    )


def test_of_ten_points_a_yes_counts_that_what_was_found_does_not_deny(session: Session, cast: Cast):
    mo, lena = cast.mo.id or 0, cast.lena.id or 0
    quarter = date(2026, 1, 1)
    own = SelfAudit(about_id=mo, by_id=mo, quarter=quarter, begun_at=NOW)
    hers = SelfAudit(about_id=mo, by_id=lena, quarter=quarter, begun_at=NOW)
    begun = SelfAudit(about_id=mo, by_id=mo, quarter=date(2025, 10, 1), begun_at=NOW)
    session.add_all([own, hers, begun])
    session.flush()
    said = ((True, None), (True, True), (True, False), (False, None), (None, None))
    for audit in (own, hers, begun):
        session.add_all(
            SelfAuditPoint(self_audit_id=audit.id or 0, point=place, yes=yes, supports=supports)
            for place, (yes, supports) in enumerate(said, start=1)
        )
    session.flush()
    own.sent_at = hers.sent_at = NOW
    session.add_all([own, hers])
    session.flush()

    assert of_mo(session, cast).audited == (Audited(own.public_id, TODAY, yeses=2),)


def test_certificates_count_with_their_grace_and_those_that_rest_or_were_revoked_do_not(
    session: Session, cast: Cast
):
    mo = cast.mo.id or 0
    version = kept.path(session)
    other = kept.path(session, key="other")
    first = kept.award(session, cast.mo, version, day(300), day(240))
    taken = kept.award(session, cast.mo, version, day(200), day(140))
    third = kept.award(session, cast.mo, version, day(100), day(40))
    rests = kept.award(session, cast.mo, other, day(30), None)
    awards.revoke(session, taken, Reason.MISTAKE, NOW)
    awards.suspend(session, rests, NOW)
    session.flush()

    known = facts_of(session, [mo], at=NOW)[mo]
    held = Held(third.public_id, day(100), "first-steps", day(40), day(30))
    assert known.facts.held == (held,)
    assert known.awards["first-steps"] == (held,)
    assert known.awards["other"] == (
        Held(rests.public_id, day(30), "other", None, None, is_resting=True),
    )
    assert first.public_id not in str(known)


def test_those_certified_while_they_reported_to_one_were_taken(session: Session, cast: Cast):
    """Mo was Odd's from the turn of the year on, and Lena's before."""
    version = kept.path(session)
    line = session.exec(select(ReportingLine).where(ReportingLine.person_id == cast.mo.id)).one()
    line.ends_on = date(2025, 12, 31)
    session.add(line)
    since = date(2026, 1, 1)
    session.add(
        ReportingLine(person_id=cast.mo.id or 0, manager_id=cast.odd.id or 0, starts_on=since)
    )
    session.flush()
    rebuild_reach(session, [cast.mo.id or 0], TODAY)
    before = kept.award(session, cast.mo, version, date(2025, 12, 31), None)
    after = kept.award(session, cast.mo, version, since, None)
    gone = kept.award(session, cast.mo, version, date(2026, 1, 2), None)
    awards.revoke(session, gone, Reason.MISTAKE, NOW)
    session.flush()

    found = facts_of(session, [cast.lena.id or 0, cast.odd.id or 0], at=NOW)
    mo = cast.mo.id or 0
    assert found[cast.lena.id or 0].facts.taken == (
        Taken(before.public_id, date(2025, 12, 31), "first-steps", mo),
    )
    assert found[cast.odd.id or 0].facts.taken == (
        Taken(after.public_id, since, "first-steps", mo),
    )


def test_what_was_signed_is_by_path_and_not_once_withdrawn(session: Session, cast: Cast):
    one = kept.attest(session, cast.mo, cast.spec, day(9))
    kept.attest(session, cast.mo, cast.spec, day(8), path_key="other")
    gone = kept.attest(session, cast.mo, cast.spec, day(7))
    gone.withdrawn_at, gone.why_withdrawn = NOW, "A slip."
    session.add(gone)
    session.flush()
    signed = facts_of(session, [cast.mo.id or 0], at=NOW)[cast.mo.id or 0].signed

    assert [found.subject for found in signed["first-steps"]] == [one.public_id]
    assert [found.on for found in signed["other"]] == [day(8)]
