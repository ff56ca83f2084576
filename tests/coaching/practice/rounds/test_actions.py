"""Leading a practice: taps are kept in their order, and closing it makes it count."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.coaching.log.tables import LogBody, LogEntry
from coach_the_coach.coaching.practice.rounds.actions import (
    attempt,
    close_practice,
    discard_practice,
    keep_debrief,
    retry,
    take_back,
    withdraw_practice,
)
from coach_the_coach.coaching.practice.rounds.queries import practice_page
from coach_the_coach.coaching.practice.rules import CloseDraft
from coach_the_coach.coaching.practice.tables import PracticeTurn, TeamPractice
from coach_the_coach.coaching.rules import Form, Purpose
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence, Stale
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from tests.cast import NOW, Cast
from tests.coaching.practice.held import LEARNED, SAID, begun, held, tried

DRAFT = CloseDraft(minutes=20, planned=True, learned=LEARNED)


def turns(session: Session) -> list[tuple[int, str, bool]]:
    """Whose rounds there are, as they stand."""
    return [(one.rep_id, one.debrief, one.retried) for one in session.exec(select(PracticeTurn))]


def test_every_tap_is_kept_and_the_same_tap_twice_is_one(session: Session, cast: Cast):
    mo, rae = cast.actor(cast.mo), cast.rae
    practice = begun(session, mo)

    for _time in range(2):
        attempt(session, mo, public_id=practice, rep=rae.public_id, at=NOW)
    assert turns(session) == [(rae.id, "", False)]

    for _time in range(2):
        tried(session, mo, rae, practice)
    assert turns(session) == [(rae.id, SAID, True)]


def test_the_second_attempt_comes_after_the_debrief(session: Session, cast: Cast):
    mo, rae = cast.actor(cast.mo), cast.rae.public_id
    practice = begun(session, mo)
    with pytest.raises(NotFound):
        keep_debrief(session, mo, public_id=practice, rep=rae, text=SAID)
    attempt(session, mo, public_id=practice, rep=rae, at=NOW)
    with pytest.raises(Invalid):
        retry(session, mo, public_id=practice, rep=rae)
    with pytest.raises(Invalid):
        keep_debrief(session, mo, public_id=practice, rep=rae, text="x" * 301)
    keep_debrief(session, mo, public_id=practice, rep=rae, text=SAID + "\0")
    retry(session, mo, public_id=practice, rep=rae)
    with pytest.raises(Invalid):
        keep_debrief(session, mo, public_id=practice, rep=rae, text=" ")

    assert turns(session) == [(cast.rae.id, SAID, True)]


def test_taps_are_taken_back_one_by_one(session: Session, cast: Cast):
    mo, rae = cast.actor(cast.mo), cast.rae
    practice = begun(session, mo)
    tried(session, mo, rae, practice)

    take_back(session, mo, public_id=practice, rep=rae.public_id)
    assert turns(session) == [(rae.id, SAID, False)]
    for _time in range(2):
        take_back(session, mo, public_id=practice, rep=rae.public_id)
        session.flush()
    assert turns(session) == []


def test_nobody_else_leads_it_and_nobody_from_elsewhere_takes_part(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    practice = begun(session, mo)
    for who in (cast.sid, cast.mia, cast.mo, cast.lena):
        with pytest.raises(NotFound):
            attempt(session, mo, public_id=practice, rep=who.public_id, at=NOW)
    for who in (cast.lena, cast.mia, cast.sol, cast.cleo):
        with pytest.raises(NotFound):
            attempt(session, cast.actor(who), public_id=practice, rep=cast.rae.public_id, at=NOW)
    for who in (cast.rae, cast.spec, cast.ada):
        with pytest.raises(NotPermitted):
            close_practice(session, cast.actor(who), public_id=practice, draft=DRAFT, at=NOW)
    assert turns(session) == []


def test_closing_it_puts_it_into_the_log_where_it_counts(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    practice = held(session, mo, cast.rae)

    entry, body = session.exec(
        select(LogEntry, LogBody).where(LogBody.log_entry_id == LogEntry.id)
    ).one()
    assert (entry.public_id, entry.coach_id, entry.coached_id) == (practice, cast.mo.id, None)
    assert (entry.form, entry.purpose, entry.planned) == (Form.TEAM_PRACTICE, Purpose.TRAIN, True)
    assert (entry.minutes, entry.developmental, entry.cycle_id) == (20, 20, None)
    assert (entry.complete, entry.held_on) == (True, date(2026, 3, 2))
    assert (body.focus, body.feedback) == ("Price objection", LEARNED)
    one = session.exec(select(Evidence)).one()
    assert (one.person_id, one.kind, one.subject, one.at) == (
        cast.mo.id,
        EvidenceKind.PRACTICE,
        practice,
        NOW,
    )
    assert [(one.person_id, one.month) for one in session.exec(select(Stale))] == [
        (cast.mo.id, date(2026, 3, 1))
    ]
    assert session.exec(select(TeamPractice)).one().log_entry_id == entry.id


def test_without_a_full_round_it_is_not_closed(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    practice = begun(session, mo)
    attempt(session, mo, public_id=practice, rep=cast.rae.public_id, at=NOW)

    with pytest.raises(Invalid) as refusal:
        close_practice(session, mo, public_id=practice, draft=CloseDraft(), at=NOW)

    assert list(refusal.value.problems) == ["rounds", "minutes", "planned", "learned"]
    assert session.exec(select(LogEntry)).all() == []


def test_its_day_is_that_of_the_first_attempt(session: Session, cast: Cast):
    mo, rae, ren = cast.actor(cast.mo), cast.rae, cast.ren
    practice = begun(session, mo, NOW - timedelta(days=60))
    attempt(session, mo, public_id=practice, rep=ren.public_id, at=NOW - timedelta(days=3))
    tried(session, mo, rae, practice, NOW)
    one = session.exec(select(TeamPractice)).one()
    assert (one.begun_at, one.held_on) == (NOW - timedelta(days=3), date(2026, 2, 27))
    # Whoever had not tried after all leaves the day to the next.
    take_back(session, mo, public_id=practice, rep=ren.public_id)

    close_practice(session, mo, public_id=practice, draft=DRAFT, at=NOW)

    entry = session.exec(select(LogEntry)).one()
    assert (entry.held_at, entry.held_on) == (NOW, date(2026, 3, 2))
    assert session.exec(select(Evidence)).one().at == NOW


def test_on_its_own_day_it_began_when_it_was_opened(session: Session, cast: Cast):
    mo, later = cast.actor(cast.mo), NOW + timedelta(minutes=20)
    practice = begun(session, mo)
    tried(session, mo, cast.rae, practice, later)
    assert session.exec(select(TeamPractice)).one().begun_at == NOW


def test_what_was_tried_too_long_ago_is_not_logged(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    practice = begun(session, mo)
    tried(session, mo, cast.rae, practice, NOW)
    with pytest.raises(Invalid) as refused:
        close_practice(session, mo, public_id=practice, draft=DRAFT, at=NOW + timedelta(days=32))
    assert list(refused.value.problems) == ["rounds"]
    close_practice(session, mo, public_id=practice, draft=DRAFT, at=NOW + timedelta(days=31))


def test_once_closed_it_stays_as_it_is(session: Session, cast: Cast):
    mo, rae = cast.actor(cast.mo), cast.rae.public_id
    practice = held(session, mo, cast.rae)

    for work in (
        lambda: close_practice(session, mo, public_id=practice, draft=DRAFT, at=NOW),
        lambda: take_back(session, mo, public_id=practice, rep=rae),
        lambda: discard_practice(session, mo, public_id=practice),
    ):
        with pytest.raises(Conflict):
            work()
    assert len(session.exec(select(LogEntry)).all()) == 1
    assert begun(session, mo, NOW + timedelta(days=1)) != practice


def test_withdrawn_with_a_reason_it_counts_no_longer(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    practice = held(session, mo, cast.rae)
    with pytest.raises(Invalid):
        withdraw_practice(session, mo, public_id=practice, reason=" ", at=NOW)
    for who in (cast.lena, cast.mia, cast.sol):
        with pytest.raises(NotFound):
            withdraw_practice(session, cast.actor(who), public_id=practice, reason="No", at=NOW)
    with pytest.raises(NotFound):
        withdraw_practice(session, mo, public_id=begun(session, mo), reason="No", at=NOW)

    for at in (NOW, NOW + timedelta(days=1)):
        withdraw_practice(session, mo, public_id=practice, reason="It was another day.", at=at)

    assert session.exec(select(LogEntry)).one().withdrawn_at == NOW
    one = session.exec(select(Evidence).execution_options(populate_existing=True)).one()
    assert (one.withdrawn_at, one.reason) == (NOW, "Withdrawn from the log.")
    row = practice_page(session, mo, public_id=practice, at=NOW)
    assert (row.is_withdrawn, row.why_withdrawn) == (True, "It was another day.")


def test_one_begun_by_mistake_is_discarded_while_nobody_tried(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    practice = begun(session, mo)
    attempt(session, mo, public_id=practice, rep=cast.rae.public_id, at=NOW)
    with pytest.raises(Conflict):
        discard_practice(session, mo, public_id=practice)
    take_back(session, mo, public_id=practice, rep=cast.rae.public_id)

    discard_practice(session, mo, public_id=practice)

    assert session.exec(select(TeamPractice)).all() == []


def test_no_practice_makes_a_day_longer_than_it_is(session: Session, cast: Cast):
    mo, practices = cast.actor(cast.mo), []
    for minutes in (180, 180, 180, 180, 180, 61):
        practices.append(begun(session, mo))
        tried(session, mo, cast.rae, practices[-1])
        draft = CloseDraft(minutes=minutes, planned=True, learned=LEARNED)
        if minutes == 180:
            close_practice(session, mo, public_id=practices[-1], draft=draft, at=NOW)
    with pytest.raises(Invalid) as refused:
        close_practice(session, mo, public_id=practices[-1], draft=draft, at=NOW)
    assert set(refused.value.problems) == {"minutes"}
    fits = replace(draft, minutes=60)
    close_practice(session, mo, public_id=practices[-1], draft=fits, at=NOW)
