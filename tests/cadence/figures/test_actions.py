"""Months are made from the queue, once a day, and never lose what changed meanwhile."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.cadence.figures.making import actions
from coach_the_coach.cadence.figures.making.actions import MAKES, make_figures, make_month
from coach_the_coach.cadence.tables import CoachMonth
from coach_the_coach.evidence.actions import turn_stale
from coach_the_coach.evidence.tables import Stale
from coach_the_coach.foundation.jobs import Job
from tests.cadence.figures import kept
from tests.cast import NOW, Cast

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
DAY = date(2026, 2, 3)


def months(session: Session) -> set[tuple[int, date, int]]:
    """Every month that is kept, with how many sessions are in its log."""
    rows = session.exec(select(CoachMonth.coach_id, col(CoachMonth.month), CoachMonth.entries))
    return {*rows.all()}


def queue(session: Session) -> list[tuple[int, date]]:
    return [*session.exec(select(Stale.person_id, col(Stale.month))).all()]


def test_a_month_is_made_and_leaves_the_queue(session: Session, cast: Cast):
    mo = cast.mo.id or 0
    kept.entry(session, cast.mo, cast.rae, DAY)
    assert queue(session) == [(mo, FEBRUARY)]
    for _again in range(2):
        make_month(session, mo, FEBRUARY, at=NOW)
        assert months(session) == {(mo, FEBRUARY, 1)}
        assert queue(session) == []


def test_what_changes_while_it_is_made_stays_in_the_queue(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    mo = cast.mo.id or 0
    kept.entry(session, cast.mo, cast.rae, DAY)
    real = actions.made_months

    def interrupted(*given, **named):
        found = real(*given, **named)
        turn_stale(session, mo, [DAY], at=NOW + timedelta(seconds=1))
        return found

    monkeypatch.setattr(actions, "made_months", interrupted)
    make_month(session, mo, FEBRUARY, at=NOW)
    assert queue(session) == [(mo, FEBRUARY)]


def test_what_was_made_later_is_not_written_over(session: Session, cast: Cast):
    mo = cast.mo.id or 0
    kept.entry(session, cast.mo, cast.rae, DAY)
    make_month(session, mo, FEBRUARY, at=NOW)
    kept.entry(session, cast.mo, cast.rae, DAY)
    make_month(session, mo, FEBRUARY, at=NOW - timedelta(hours=1))
    assert months(session) == {(mo, FEBRUARY, 1)}


def test_a_day_in_the_last_week_of_the_month_before_makes_that_too(session: Session, cast: Cast):
    mo, sunday = cast.mo.id or 0, date(2026, 3, 1)
    kept.entry(session, cast.mo, cast.rae, DAY)
    make_month(session, mo, FEBRUARY, at=NOW)
    before = session.get_one(CoachMonth, (mo, FEBRUARY)).held
    kept.entry(session, cast.mo, cast.rae, sunday)
    make_month(session, mo, MARCH, at=NOW)
    session.expire_all()
    assert session.get_one(CoachMonth, (mo, FEBRUARY)).held == before + 1
    assert months(session) == {(mo, FEBRUARY, 1), (mo, MARCH, 1)}


def test_a_round_makes_the_queue_and_the_running_month_of_each_coach_once_a_day(
    session: Session, cast: Cast
):
    kept.entry(session, cast.mo, cast.rae, DAY)
    make_figures(session, {}, NOW)
    coaches = (cast.cleo, cast.lena, cast.odd, cast.mo, cast.sol)
    everybody = {(one.id or 0, MARCH, 0) for one in coaches}
    assert months(session) == {(cast.mo.id or 0, FEBRUARY, 1), *everybody}
    made_at = {one.made_at for one in session.exec(select(CoachMonth))}
    make_figures(session, {}, NOW + timedelta(minutes=5))
    assert {one.made_at for one in session.exec(select(CoachMonth))} == made_at
    make_figures(session, {}, NOW + timedelta(days=1))
    session.expire_all()
    again = {one.month: one.made_at for one in session.exec(select(CoachMonth))}
    assert again == dict.fromkeys((FEBRUARY, MARCH), NOW + timedelta(days=1))


def test_rounds_become_one_and_leave_no_jobs_behind(session: Session, cast: Cast):
    for minutes in (0, 1, 2, 6):
        make_figures(session, {}, NOW + timedelta(minutes=minutes))
    due = session.exec(select(Job).where(Job.kind == MAKES)).all()
    assert [one.due_at for one in due] == [NOW + timedelta(minutes=10)]


def test_a_full_batch_is_followed_soon(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(actions, "BATCH", 2)
    for day in (DAY, date(2025, 12, 3), date(2025, 11, 3)):
        kept.entry(session, cast.mo, cast.rae, day)
    at = NOW
    for left in (1, 0):
        make_figures(session, {}, at)
        assert len(queue(session)) == left
        (due,) = session.exec(select(Job.due_at).where(Job.kind == MAKES)).all()
        assert due == at + actions.SOON
        at = due
    make_figures(session, {}, at)
    (due,) = session.exec(select(Job.due_at).where(Job.kind == MAKES)).all()
    assert due > at + actions.SOON
    assert len({who for who, month, _n in months(session) if month == MARCH}) == 5
