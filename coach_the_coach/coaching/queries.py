"""Whom somebody coaches, and on which skill the two work."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.coaching.tables import Cycle, CycleBody
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import leads_directly, visible, visible_person
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person


def team(session: Session, actor: Actor, *, at: datetime) -> list[Person]:
    """Who reports to the actor directly, or to the one whose place they take, by name."""
    people = visible(Person, actor, Permission.COACHING_HOLD).where(
        leads_directly(col(Person.id), actor, Permission.COACHING_HOLD), in_employment(at)
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
