"""Whom somebody coaches, and on which skill the two work."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coach_the_coach.coaching.tables import Cycle, CycleBody
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import (
    COACHED_ROLES,
    COACHING_ROLES,
    Actor,
    Permission,
    Role,
)
from coach_the_coach.identity.scope import leads_directly, visible, visible_person
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Grant, Person

_held = aliased(Grant)
"""Made once: an alias costs more than the statement around it."""


def coaches(at: datetime) -> ColumnElement[bool]:
    """The condition that a person holds a role, in force at `at`, that makes them coach others.

    A stand-in's is not their own: who takes a leader's place for a week is not to be observed.
    """
    return _holds(COACHING_ROLES, at)


def is_coached(at: Any) -> ColumnElement[bool]:
    """The condition that a person sells or coaches in their own right, and so is to be coached.

    An administrator or a specialist who reports to somebody is not.
    """
    return _holds(COACHED_ROLES, at)


def _holds(roles: Collection[Role], at: Any) -> ColumnElement[bool]:
    # Of each person asked for: to name everybody takes longer, the larger the company.
    return (
        exists()
        .where(
            col(_held.person_id) == col(Person.id),
            col(_held.role).in_(roles),
            col(_held.stands_in_for_id).is_(None),
            col(_held.starts_at) <= at,
            or_(col(_held.ends_at).is_(None), col(_held.ends_at) > at),
        )
        .correlate(Person)
    )


def team(session: Session, actor: Actor, *, at: datetime) -> list[Person]:
    """Whom the actor coaches, or the one whose place they take: direct reports, by name."""
    people = visible(Person, actor, Permission.COACHING_HOLD).where(
        leads_directly(col(Person.id), actor, Permission.COACHING_HOLD),
        in_employment(at),
        is_coached(at),
    )
    by_name = people.order_by(col(Person.given_name), col(Person.family_name), col(Person.id))
    return list(session.exec(by_name).all())


def coached(session: Session, actor: Actor, public_id: str) -> Person:
    """Somebody the actor may coach.

    Raises NotFound for one the actor cannot see, NotPermitted for one they do not coach.
    """
    return visible_person(session, actor, public_id, Permission.COACHING_HOLD)


def open_cycles(
    session: Session, actor: Actor, *, people: Collection[int]
) -> dict[int, list[tuple[Cycle, CycleBody]]]:
    """The actor's open cycles with these people by their id, the oldest first; one statement."""
    found = session.exec(
        select(Cycle, CycleBody)
        .join(CycleBody, col(CycleBody.cycle_id) == col(Cycle.id))
        .where(
            col(Cycle.id).in_(visible(Cycle, actor).with_only_columns(col(Cycle.id))),
            Cycle.coach_id == actor.person_id,
            col(Cycle.coached_id).in_(people),
            col(Cycle.closed_on).is_(None),
        )
        .order_by(col(Cycle.opened_on), col(Cycle.id))
    ).all()
    by_person: dict[int, list[tuple[Cycle, CycleBody]]] = {}
    for cycle, body in found:
        by_person.setdefault(cycle.coached_id, []).append((cycle, body))
    return by_person


def as_opened(now: object, opened: object) -> None:
    """Change only what is still as its form was opened, so that no change goes under.

    Raises Conflict.
    """
    if now != opened:
        raise Conflict(
            _("This was changed meanwhile and is not kept. Copy your words, then open it again.")
        )
