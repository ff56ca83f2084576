"""Whom a path is to be assigned to, as one condition on people."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, literal, or_
from sqlmodel import Session, col, select

from coach_the_coach.certification.assigning.rules import Group, Kind, Whom
from coach_the_coach.certification.paths.rules import Path
from coach_the_coach.certification.tables import Enrolment
from coach_the_coach.coaching.queries import coaches
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import is_held, reaches
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Grant, Person, Reach
from coach_the_coach.observations.watching.needs.observers.queries import observes


def assignable(actor: Actor, at: datetime) -> ColumnElement[bool]:
    """The condition that the actor may put a person on a path: never themself."""
    return and_(reaches(col(Person.id), actor, Permission.PATH_ASSIGN), in_employment(at))


def named(session: Session, actor: Actor, whom: Whom, at: datetime) -> ColumnElement[bool]:
    """The condition that a person is named, among those the actor may put on a path.

    Raises NotFound for the team of somebody the actor cannot see.
    """
    if whom.kind is Kind.PEOPLE:
        chosen = col(Person.public_id).in_(whom.people)
    elif whom.kind is Kind.TEAM:
        head = team_head(session, actor, whom.team, at)
        below = select(Reach.descendant_id).where(Reach.ancestor_id == head.id, Reach.depth > 0)
        chosen = col(Person.id).in_(below)
    else:
        holds = select(Grant.person_id).where(
            Grant.role == whom.role,
            col(Grant.stands_in_for_id).is_(None),
            is_held(at, at.date()),
        )
        chosen = col(Person.id).in_(holds)
    return and_(assignable(actor, at), chosen)


def team_head(session: Session, actor: Actor, public_id: str, at: datetime) -> Person:
    """Whoever leads a team: somebody in reach, or the actor. Raises NotFound."""
    found = session.exec(
        select(Person).where(
            Person.public_id == public_id,
            or_(assignable(actor, at), col(Person.id) == actor.person_id),
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def is_for(path: Path, at: datetime) -> ColumnElement[bool]:
    """The condition that a path is for a person: they coach; of a licence that they observe."""
    return observes(at) if path.is_licence else coaches(at)


def is_on(path: Path) -> ColumnElement[bool]:
    """The condition that a person is on a path."""
    return exists().where(
        col(Enrolment.person_id) == col(Person.id),
        col(Enrolment.path_key) == path.key,
        col(Enrolment.withdrawn_at).is_(None),
    )


def was_on(path: Path) -> ColumnElement[bool]:
    """The condition that a person was taken off a path before."""
    return exists().where(
        col(Enrolment.person_id) == col(Person.id),
        col(Enrolment.path_key) == path.key,
        col(Enrolment.withdrawn_at).is_not(None),
    )


def left_out(path: Path, at: datetime) -> Any:
    """What puts those whom a path is not for behind the others, as 0 and 1."""
    return case((or_(is_on(path), is_for(path, at)), 0), else_=1)


def group_of(path: Path, at: datetime) -> Any:
    """What becomes of a person who is named, a word of `Group`."""
    return case(
        (is_on(path), literal(str(Group.ON))),
        (is_for(path, at), literal(str(Group.WILL))),
        else_=literal(str(Group.OUT)),
    )
