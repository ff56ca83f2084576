"""Audits of time, noted, for the tests of this room."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from coach_the_coach.cadence.hours.actions import begin_audit, close_audit, keep_drops, tap
from coach_the_coach.cadence.hours.rules import days_of
from coach_the_coach.identity.access import Actor
from tests.cast import NOW

FIRST = NOW.date()
LATER = NOW + timedelta(days=11)
"""The last of the ten days."""

DROPS = "The Monday forecast deck\nThe second pipeline meeting"


def noted(
    session: Session, actor: Actor, *, days: int = 8, coaching: int = 1, at: datetime = LATER
) -> str:
    """A running audit: on each day an hour of coaching so often, and the rest of five in CRM."""
    audit = begin_audit(session, actor, at=NOW)
    for on in days_of(FIRST)[:days]:
        for place in range(5):
            category = "coaching" if place < coaching else "crm"
            one_tap(session, actor, audit, on, category, 60, at)
    return audit


def one_tap(
    session: Session,
    actor: Actor,
    audit: str,
    on: date,
    category: str,
    minutes: int,
    at: datetime = LATER,
    name: str = "",
) -> None:
    """One tap on a day."""
    tap(
        session,
        actor,
        public_id=audit,
        day=on.isoformat(),
        category=category,
        minutes=minutes,
        name=name,
        at=at,
    )


def closed(session: Session, actor: Actor, *, coaching: int = 1) -> str:
    """An audit of eight days, closed, with two things to drop."""
    audit = noted(session, actor, coaching=coaching)
    keep_drops(session, actor, public_id=audit, text=DROPS)
    close_audit(session, actor, public_id=audit, at=LATER)
    return audit
