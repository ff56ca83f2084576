"""What is found for a point is what the room that counts it says, and nothing else."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from coach_the_coach.cadence.figures.making.actions import make_month
from coach_the_coach.cadence.figures.queries import figures_of
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.plans.queries import coverage_of
from coach_the_coach.coaching.practice.queries import overview
from coach_the_coach.coaching.rules import Form, Purpose
from coach_the_coach.evidence.actions import turn_stale
from coach_the_coach.selfaudit.facts.queries import facts_of
from coach_the_coach.selfaudit.rules import Facts, found_for
from tests.cadence.figures import kept
from tests.cast import NOW, Cast
from tests.coaching.plans import planned
from tests.coaching.practice.held import held

FEBRUARY = date(2026, 2, 10)


def known(session: Session, cast: Cast, by: str = "mo", at: datetime = NOW) -> Facts:
    """What is found for Mo, for himself or for his leader."""
    actor = cast.actor(getattr(cast, by), at)
    return facts_of(session, actor, about=cast.mo, at=at)


def practised(session: Session, cast: Cast, weeks_ago: int) -> LogEntry:
    """A practice so many weeks ago, as the log has it."""
    at = NOW - timedelta(weeks=weeks_ago)
    held(session, cast.actor(cast.mo, at), cast.rae, at)
    on = LogEntry.held_on == at.date()
    return session.exec(select(LogEntry).where(on)).one()


@pytest.mark.parametrize("by", ["mo", "lena"])
def test_a_practice_that_was_withdrawn_was_not_held(session: Session, cast: Cast, by: str):
    practised(session, cast, 1)
    gone = practised(session, cast, 2)
    assert known(session, cast, by).practice_weeks == 2
    gone.withdrawn_at = NOW
    session.flush()
    assert known(session, cast, by).practice_weeks == 1


def test_the_running_week_is_no_week_without_practice_while_it_lasts(session: Session, cast: Cast):
    for weeks_ago in range(1, 5):
        practised(session, cast, weeks_ago)
    assert known(session, cast).practice_weeks == 4
    assert overview(session, cast.actor(cast.mo), at=NOW).recent == "4 of 4"


@pytest.mark.parametrize("by", ["mo", "lena"])
def test_a_call_whose_day_is_not_over_is_no_call_without_a_debrief(
    session: Session, cast: Cast, by: str
):
    planned.debriefed(session, cast)
    planned.planned(session, cast, of="ren", call_at=planned.OVER)
    begun = planned.OVER + timedelta(minutes=50)
    now, tomorrow = (known(session, cast, by, at) for at in (begun, begun + timedelta(days=1)))

    assert (now.calls, now.prepared) == (1, 1)
    assert (tomorrow.calls, tomorrow.prepared) == (2, 1)
    who = {"public_id": cast.mo.public_id, "at": begun}
    shown = coverage_of(session, cast.actor(getattr(cast, by)), **who)
    assert shown.whole == "1 of 1 significant call planned and debriefed"


@pytest.mark.parametrize("by", ["mo", "lena"])
def test_minutes_on_skills_are_those_of_the_figures(session: Session, cast: Cast, by: str):
    cycle = kept.cycle(session, cast.mo, cast.rae, FEBRUARY)
    tied: dict[str, Any] = {"kind": "developmental", "cycle": cycle}
    kept.entry(session, cast.mo, cast.rae, FEBRUARY, minutes=20, **tied)
    # Another's cycle, one not open yet, and a purpose that is not coaching.
    kept.entry(session, cast.mo, cast.ren, FEBRUARY, minutes=15, **tied)
    kept.entry(session, cast.mo, cast.rae, FEBRUARY - timedelta(days=1), minutes=15, **tied)
    inspect: dict[str, Any] = {"purpose": Purpose.INSPECT}
    kept.entry(session, cast.mo, cast.rae, FEBRUARY, minutes=15, **tied, **inspect)
    kept.entry(session, cast.mo, cast.ren, FEBRUARY, minutes=45, **inspect)
    kept.entry(session, cast.mo, cast.ren, FEBRUARY, minutes=10)

    found = known(session, cast, by)

    assert (found.developmental, found.tactical, found.coaching_minutes) == (20, 10, 60)
    shown = figures_of(session, cast.actor(cast.mo), public_id=cast.mo.public_id, at=NOW)
    assert shown.months[1].developmental == "33\N{NO-BREAK SPACE}%"


def test_a_month_of_which_something_changed_is_made_anew_for_it(session: Session, cast: Cast):
    assert known(session, cast).coaching_minutes is None
    entry = kept.entry(session, cast.mo, cast.rae, FEBRUARY, minutes=40)
    make_month(session, cast.mo.id or 0, FEBRUARY.replace(day=1), at=NOW)
    assert known(session, cast, "lena").coaching_minutes == 40
    entry.withdrawn_at = NOW
    session.flush()
    turn_stale(session, cast.mo.id or 0, [FEBRUARY], at=NOW)
    assert known(session, cast, "lena").coaching_minutes == 0


def test_thirty_days_are_thirty(session: Session, cast: Cast):
    kept.cycle(session, cast.mo, cast.rae, FEBRUARY).reviewed_on = NOW.date() - timedelta(days=30)
    kept.cycle(session, cast.mo, cast.ren, FEBRUARY).reviewed_on = NOW.date() - timedelta(days=29)
    kept.entry(session, cast.mo, cast.rae, NOW.date() - timedelta(days=30), form=Form.LISTENING)
    kept.entry(session, cast.mo, cast.rae, NOW.date() - timedelta(days=29), form=Form.LISTENING)

    found = known(session, cast)

    assert (found.with_skill, found.sessions, found.listened) == (1, 1, 1)
    assert found_for(found)[1].words == (
        "1 of 2 have one skill that was coached or looked at in the last 30 days."
    )
