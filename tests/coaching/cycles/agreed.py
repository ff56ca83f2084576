"""Skills and plans that are agreed in tests, by the program's own actions."""

from datetime import date, datetime

from sqlmodel import Session, select

from coach_the_coach.coaching.cycles.actions import open_cycle
from coach_the_coach.coaching.cycles.plan.actions import open_plan
from coach_the_coach.coaching.cycles.plan.rules import PlanDraft, StepDraft
from coach_the_coach.coaching.cycles.rules import CycleDraft
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.rules import Form, Purpose
from coach_the_coach.coaching.tables import Cycle
from tests.cast import NOW, Cast

SKILL = CycleDraft(
    skill="Asking for the next step",
    baseline="2 of 10 calls",
    target="7 of 10 calls",
    exit_evidence="Seven of ten calls in a row end with a date.",
    cause="consistency",
)
"""A skill that holds together."""

PLAN = PlanDraft(
    objective="Second meetings from 18 % to 30 %",
    review_on=date(2026, 4, 1),
    steps=(
        StepDraft("Ask for a date on each call", date(2026, 3, 9)),
        StepDraft("Five second meetings", date(2026, 3, 27), is_milestone=True),
    ),
)
"""A plan that holds together."""


def skill(
    session: Session,
    cast: Cast,
    *,
    by: str = "mo",
    of: str = "rae",
    draft: CycleDraft = SKILL,
    at: datetime = NOW,
) -> str:
    """A skill that somebody begins with somebody."""
    person = getattr(cast, of).public_id
    return open_cycle(session, cast.actor(getattr(cast, by)), person=person, draft=draft, at=at)


def plan(
    session: Session, cast: Cast, *, by: str = "mo", of: str = "rae", draft: PlanDraft = PLAN
) -> str:
    """An action plan that somebody writes with somebody."""
    person = getattr(cast, of).public_id
    return open_plan(session, cast.actor(getattr(cast, by)), person=person, draft=draft, at=NOW)


def cycle_called(session: Session, public_id: str) -> Cycle:
    """The row of a skill."""
    return session.exec(select(Cycle).where(Cycle.public_id == public_id)).one()


def logged(
    session: Session,
    public_id: str,
    *,
    on: date,
    purpose: Purpose = Purpose.COACH,
    withdrawn: bool = False,
) -> LogEntry:
    """A session tied to a skill."""
    cycle = cycle_called(session, public_id)
    entry = LogEntry(
        coach_id=cycle.coach_id,
        coached_id=cycle.coached_id,
        form=Form.ONE_TO_ONE,
        purpose=purpose,
        planned=True,
        held_at=NOW.replace(year=on.year, month=on.month, day=on.day),
        held_on=on,
        minutes=30,
        developmental=30,
        cycle_id=cycle.id,
        complete=True,
        specific=True,
        logged_at=NOW,
        withdrawn_at=NOW if withdrawn else None,
    )
    session.add(entry)
    session.flush()
    return entry
