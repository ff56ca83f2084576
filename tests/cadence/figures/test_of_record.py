"""Whoever somebody else coaches by the record is not due to their manager."""

from datetime import date, timedelta

from sqlmodel import Session, select

from coach_the_coach.cadence.coverage.actions import end_coach, set_coach
from coach_the_coach.cadence.coverage.rules import CoachDraft
from coach_the_coach.cadence.figures.making.actions import make_figures, make_month
from coach_the_coach.cadence.figures.making.rules import Member, but_for
from coach_the_coach.cadence.policy.rules import Rhythm
from coach_the_coach.cadence.rules import CoachKind
from coach_the_coach.cadence.tables import CoachMonth, CoachOfRecord
from coach_the_coach.evidence.tables import Stale
from coach_the_coach.identity.tables import Grant, Person
from tests.cadence.figures import kept
from tests.cast import NOW, Cast

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)


def february(session: Session, cast: Cast) -> tuple[int, int]:
    """How many are due in Mo's February, and how many reps are his at its end."""
    make_month(session, cast.mo.id or 0, FEBRUARY, at=NOW)
    session.expire_all()
    one = session.get_one(CoachMonth, (cast.mo.id, FEBRUARY))
    return one.due, one.reps


def named(
    session: Session, cast: Cast, coach: Person | None, starts: date, ends: date | None = None
) -> None:
    """Lena said that somebody else coaches Rae."""
    kept.house_began(session, cast.odd, date(2026, 1, 5))
    record = CoachOfRecord(
        rep_id=cast.rae.id or 0,
        kind=CoachKind.MANAGER if coach else CoachKind.EXTERNAL,
        coach_id=coach and coach.id,
        starts_on=starts,
        ends_on=ends,
        set_by_id=cast.lena.id or 0,
        set_at=NOW,
    )
    session.add(record)
    session.flush()


def test_weeks_on_which_a_record_names_another_are_not_due(session: Session, cast: Cast):
    named(session, cast, cast.mia, date(2026, 2, 9), date(2026, 2, 23))
    assert february(session, cast) == (4 + 2, 2)


def test_one_from_outside_coaches_too_and_the_manager_of_record_stays(session: Session, cast: Cast):
    named(session, cast, cast.mo, date(2026, 1, 5), date(2026, 2, 16))
    named(session, cast, None, date(2026, 2, 16))
    assert february(session, cast) == (4 + 2, 1)


def test_a_record_holds_no_longer_than_its_coach_may(session: Session, cast: Cast):
    named(session, cast, cast.mia, date(2026, 1, 5))
    (grant,) = session.exec(select(Grant).where(Grant.person_id == cast.mia.id)).all()
    assert february(session, cast) == (4, 1)
    grant.ends_at = kept.noon(date(2026, 2, 16))
    session.flush()
    # What was over before stays the other's.
    assert february(session, cast) == (4 + 2, 2)
    grant.ends_at = None
    cast.mia.ends_on = date(2026, 2, 8)
    session.flush()
    assert february(session, cast) == (4 + 3, 2)


def test_a_record_that_is_set_or_ended_turns_months_old(session: Session, cast: Cast):
    kept.house_began(session, cast.odd, date(2026, 1, 5))
    mo, lena = cast.mo.id or 0, cast.actor(cast.lena)
    for month in (FEBRUARY, MARCH):
        make_month(session, mo, month, at=NOW)
    draft = CoachDraft(kind="manager", coach=cast.mia.public_id, starts_on=date(2026, 2, 16))
    set_coach(session, lena, person=cast.rae.public_id, draft=draft, at=NOW)
    assert {one.month for one in session.exec(select(Stale))} == {FEBRUARY, MARCH}
    make_figures(session, {}, NOW)
    end_coach(session, lena, person=cast.rae.public_id, at=NOW + timedelta(hours=1))
    assert {one.month for one in session.exec(select(Stale))} == {MARCH}


def test_days_are_cut_out_of_a_stay():
    first, day = date(2026, 2, 2), timedelta(days=1)
    stay = Member(1, Rhythm(4, 30), first, first + 9 * day)

    def left(since: int, until: int | None) -> list[tuple[int, int]]:
        after = None if until is None else first + until * day
        cut = but_for([stay], first + since * day, after)
        return [((one.since - first).days, ((one.until or first) - first).days) for one in cut]

    assert left(3, 5) == [(0, 3), (5, 9)]
    assert left(-3, 5) == [(5, 9)]
    assert left(3, None) == [(0, 3)]
    assert left(-3, None) == left(0, 9) == []
    assert left(-3, -1) == left(10, 12) == [(0, 9)]
