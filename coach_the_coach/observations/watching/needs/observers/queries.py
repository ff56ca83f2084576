"""Who observes and has places free: those above somebody, and those from outside."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.identity.access import PERMISSIONS, Actor, Permission, Role
from coach_the_coach.identity.scope import is_held
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Grant, Person, Reach
from coach_the_coach.observations.readiness.queries import has_practised
from coach_the_coach.observations.tables import Observation
from coach_the_coach.observations.watching.needs.rows import PlacesRow
from coach_the_coach.observations.watching.needs.rules import (
    PER_MONTH,
    Month,
    months,
    taken_words,
)
from coach_the_coach.observations.watching.queries import begun_by
from coach_the_coach.observations.watching.rules import State
from coach_the_coach.observations.watching.tables import ObserverPlaces, Watching

_observed = aliased(Person)

CHOICES: Final = 50
"""Most observers looked at for whoever is from outside. Source: docs/method.md#lists."""


@dataclass
class Known:
    """What is known of the observers of some people, by inner ids."""

    people: dict[int, Person] = field(default_factory=dict)
    free: dict[int, int] = field(default_factory=dict)
    above: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Who is above whom, the nearest first."""

    below: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Of the observers those whom somebody leads."""

    unpractised: set[int] = field(default_factory=set)
    """Who has not practised scoring yet, where somebody is wanted who certifies."""

    roots: dict[int, set[int | None]] = field(default_factory=lambda: defaultdict(set))
    """Below whom an observer may certify; None is everybody."""

    def certifiers(self, person: int) -> frozenset[int]:
        """Those who may certify this person."""
        line = {None, *self.above[person]}
        return frozenset(one for one, roots in self.roots.items() if roots & line)


def observers_for(
    session: Session, people: Sequence[int], *, certifying: bool, month: Month, at: datetime
) -> Known:
    """Those above these people who observe, and of all others those with most places free.

    In five statements at most. For whoever may plan for these people.
    """
    known = Known()
    lines = session.exec(
        select(Reach)
        .where(col(Reach.descendant_id).in_(people), Reach.depth > 0)
        .order_by(col(Reach.depth))
    ).all()
    for one in lines:
        known.above[one.descendant_id].append(one.ancestor_id)
    above = {one.ancestor_id for one in lines}
    able = has_grant(Permission.OBSERVATION_CERTIFY, at) if certifying else true()
    theirs = select(_observed.time_zone).where(col(_observed.id).in_(people))
    line, outside = col(Person.id).in_(above), col(Person.id).not_in(above)
    # How many places are free is counted from sessions of which nothing else is known here.
    with as_program(session):
        with_places = [
            *session.exec(_with_places(and_(line, able), month, at, certifying=certifying)),
            *session.exec(
                _with_places(and_(outside, able), month, at, certifying=certifying)
                # Those of the same clock are looked at first: none of them is to be cut off.
                .order_by(None)
                .order_by(col(Person.time_zone).in_(theirs).desc(), *_by_places(month))
                .limit(CHOICES)
            ),
        ]
    for person, free, practised in with_places:
        known.people[person.id or 0], known.free[person.id or 0] = person, free
        if not practised:
            known.unpractised.add(person.id or 0)
    below = session.exec(
        select(Reach.ancestor_id, Reach.descendant_id).where(
            col(Reach.ancestor_id).in_(people),
            col(Reach.descendant_id).in_(known.people),
            Reach.depth > 0,
        )
    ).all()
    for leader, led in below:
        known.below[leader].add(led)
    if certifying:
        known.roots |= _roots(session, known.people, at)
    return known


def is_guest(at: datetime) -> ColumnElement[bool]:
    """The condition that somebody is here as a guest, to watch what is agreed with them."""
    guests = select(Grant.person_id).where(Grant.role == Role.GUEST, is_held(at, at.date()))
    return and_(col(Person.id).in_(guests), in_employment(at))


def observes(at: datetime) -> ColumnElement[bool]:
    """The condition that a person may observe somebody, whomever, and is still here."""
    return and_(has_grant(Permission.OBSERVATION_WRITE, at), in_employment(at))


def has_grant(permission: Permission, at: datetime) -> ColumnElement[bool]:
    """The condition that a person holds a grant in force at `at` that bears the permission."""
    return col(Person.id).in_(select(Grant.person_id).where(_in_force(permission, at)))


def certifies(session: Session, observer: Person, observed: Person, at: datetime) -> bool:
    """Whether an observer may certify this person at `at`."""
    found = select(Person.id).where(Person.id == observer.id, may_certify_them(observed, at))
    return session.exec(found).first() is not None


def may_certify_them(observed: Person, at: datetime) -> ColumnElement[bool]:
    """The condition that a person may certify this one at `at`; never who is led by them."""
    led = select(Reach.descendant_id).where(Reach.ancestor_id == observed.id, Reach.depth > 0)
    may = may_with(observed, Permission.OBSERVATION_CERTIFY, at)
    return and_(may, col(Person.id).not_in(led))


def may_with(observed: Person, permission: Permission, at: datetime) -> ColumnElement[bool]:
    """The condition that a grant of a person, in force at `at`, covers this one with it."""
    line = select(Reach.ancestor_id).where(Reach.descendant_id == observed.id, Reach.depth > 0)
    return col(Person.id).in_(
        select(Grant.person_id).where(
            _in_force(permission, at),
            or_(col(Grant.root_id).is_(None), col(Grant.root_id).in_(line)),
        )
    )


def places_of(session: Session, actor: Actor, *, at: datetime) -> PlacesRow:
    """How many sessions a month the actor can watch, and how many of this month are taken."""
    month = months(at, actor.time_zone)[0]
    said, taken = session.exec(
        select(_per_month(), _taken(month)).where(Person.id == actor.person_id)
    ).one()
    return PlacesRow(
        per_month=PER_MONTH if said is None else said,
        is_said=said is not None,
        taken=taken,
        taken_words=taken_words(taken),
    )


def _with_places(
    condition: ColumnElement[bool], month: Month, at: datetime, *, certifying: bool
) -> "Select[Person, Any, Any]":
    """Observers with a place free, how many, and whether they have practised what is wanted.

    Those with most places come first.
    """
    free = free_places(month)
    return (
        select(Person, free, has_practised() if certifying else true())
        .where(observes(at), condition, free > 0)
        .order_by(*_by_places(month))
    )


def _by_places(month: Month) -> tuple[Any, ...]:
    """The order of those with most places first."""
    return (free_places(month).desc(), col(Person.given_name), col(Person.id))


def free_places(month: Month) -> Any:
    """How many places somebody has free."""
    return func.coalesce(_per_month(), PER_MONTH) - _taken(month)


def _per_month() -> Any:
    """What a person has said they can watch; nothing where they have not."""
    return (
        select(ObserverPlaces.per_month)
        .where(ObserverPlaces.person_id == Person.id)
        .correlate(Person)
        .scalar_subquery()
    )


def _taken(month: Month) -> Any:
    """How many sessions of the month a person has watched, or has agreed to watch."""
    watched = (
        select(func.count())
        .select_from(Observation)
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .where(
            Observation.observer_id == Person.id,
            col(Observation.supersedes_id).is_(None),
            CoachingSession.held_at >= month.starts_at,
            CoachingSession.held_at < month.ends_at,
        )
        .correlate(Person)
        .scalar_subquery()
    )
    agreed = (
        select(func.count())
        .select_from(Watching)
        .where(
            Watching.observer_id == Person.id,
            Watching.state == State.AGREED,
            col(Watching.starts_at) >= month.starts_at,
            col(Watching.starts_at) < month.ends_at,
            ~begun_by(),
        )
        .correlate(Person)
        .scalar_subquery()
    )
    return watched + agreed


def _roots(
    session: Session, people: Mapping[int, Person], at: datetime
) -> dict[int, set[int | None]]:
    """Below whom each of these may certify."""
    found = session.exec(
        select(Grant.person_id, Grant.root_id).where(
            col(Grant.person_id).in_(people), _in_force(Permission.OBSERVATION_CERTIFY, at)
        )
    ).all()
    roots: dict[int, set[int | None]] = defaultdict(set)
    for person, root in found:
        roots[person].add(root)
    return roots


def _in_force(permission: Permission, at: datetime) -> ColumnElement[bool]:
    """The condition that a grant bears the permission at `at`; a guest's covers nobody."""
    bearing = [
        role
        for role, permissions in PERMISSIONS.items()
        if permission in permissions and role is not Role.GUEST
    ]
    return and_(col(Grant.role).in_(bearing), is_held(at, at.date()))
