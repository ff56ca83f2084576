"""A session as Mo logs one with Rae, and what is kept of it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from coach_the_coach.coaching.log import actions
from coach_the_coach.coaching.log.rules import LogDraft
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.rules import Cause, Kind, stamp
from coach_the_coach.coaching.tables import Cycle, CycleBody
from coach_the_coach.foundation.ids import new_id
from tests.cast import NOW, Cast

TODAY = date(2026, 3, 2)
"""The day of `NOW` where everybody of the cast is."""

FEEDBACK = "You asked twice and then waited. Do that again."
STEP = "Write three open questions for the next call"


def draft(cast: Cast, **changed: Any) -> LogDraft:
    """A session of today with Rae that holds together."""
    whole = LogDraft(
        coached_id=cast.rae.public_id,
        held_on=TODAY,
        form="one-to-one",
        purpose="coach",
        planned=True,
        minutes=30,
        kind=Kind.DEVELOPMENTAL,
        focus="Open questions",
        moment="at 12:05, the budget",
        feedback=FEEDBACK,
        next_step=STEP,
        owner="coached",
        due_on=TODAY + timedelta(days=7),
    )
    return replace(whole, **changed)


def kept(
    session: Session, cast: Cast, *, by: str = "mo", at: datetime = NOW, **changed: Any
) -> str:
    """The public id of a session that was kept; the day is that of `at`."""
    coach = cast.actor(getattr(cast, by))
    said = draft(
        cast, **({"held_on": at.date(), "due_on": at.date() + timedelta(days=7)} | changed)
    )
    return actions.keep_session(session, coach, public_id=new_id(), draft=said, at=at)


def corrected(
    session: Session,
    cast: Cast,
    public_id: str,
    said: LogDraft,
    *,
    by: str = "mo",
    at: datetime,
) -> None:
    """Put a session right, from a form opened just now."""
    coach = cast.actor(getattr(cast, by))
    entry = session.exec(select(LogEntry).where(LogEntry.public_id == public_id)).one()
    opened = stamp(entry.changed_at)
    actions.correct(session, coach, public_id=public_id, opened=opened, draft=said, at=at)


def cycle(session: Session, cast: Cast, *, skill: str = "Open questions") -> Cycle:
    """An open cycle of Mo and Rae."""
    made = Cycle(
        coach_id=cast.mo.id or 0,
        coached_id=cast.rae.id or 0,
        cause=Cause.SKILL,
        opened_on=TODAY,
        touched_at=NOW,
    )
    session.add(made)
    session.flush()
    session.add(
        CycleBody(
            cycle_id=made.id or 0,
            skill=skill,
            baseline="2 of 10",
            target="6",
            exit_evidence="calls",
        )
    )
    session.flush()
    return made
