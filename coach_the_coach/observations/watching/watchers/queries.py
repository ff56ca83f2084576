"""Who could watch somebody, for whoever plans for that person."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, true
from sqlmodel import Session, col, select

from coach_the_coach.coaching.queries import coaches
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import local_day
from coach_the_coach.identity.access import Actor, Permission, Role
from coach_the_coach.identity.scope import is_held, visible_person
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Grant, Person, Reach
from coach_the_coach.observations.queries import named_like
from coach_the_coach.observations.readiness.queries import has_practised
from coach_the_coach.observations.readiness.rules import unpractised_words
from coach_the_coach.observations.watching.needs.observers.queries import (
    free_places,
    is_guest,
    may_certify_them,
    observes,
)
from coach_the_coach.observations.watching.needs.queries import asked_for, asked_row
from coach_the_coach.observations.watching.needs.rows import AskedRow
from coach_the_coach.observations.watching.needs.rules import free_words, months
from coach_the_coach.observations.watching.watchers.rows import WatcherRow, WatchersRow
from coach_the_coach.observations.watching.watchers.rules import until_words

LIMIT: Final = 25
"""Most who observe, and most guests, shown at once. Source: docs/method.md#lists."""


def watchers_for(
    session: Session, actor: Actor, *, observed: str, search: str, certifying: bool, at: datetime
) -> WatchersRow:
    """Who could be asked to watch somebody, whose name or team holds `search`, by where they are.

    First those above the person, the nearest first; then those from outside the line, with most
    places free first; then guests. In six statements, for whoever may know that the person is
    observed. `certifying` leaves those who may certify, and guests never do.

    Raises NotPermitted and NotFound for anybody else, and NotFound for who does not coach.
    """
    actor.require(Permission.OBSERVATION_WRITE)
    person = visible_person(session, actor, observed, Permission.OBSERVATION_NOTICE)
    is_coach = select(Person.id).where(Person.id == person.id, coaches(at), in_employment(at))
    if session.exec(is_coach).first() is None:
        raise NotFound
    asked = {
        observer.id or 0: asked_row((watching, observer), actor, at)
        for watching, observer in asked_for(session, [person.id or 0])[person.id or 0]
    }
    able = may_certify_them(person, at) if certifying else true()
    month = months(at, actor.time_zone)[0]
    # How many places are free is counted from sessions of which nothing else is known here.
    with as_program(session):
        found = session.exec(
            _observers(person, and_(able, named_like(search)), month, at, certifying=certifying)
        ).all()
    guests = [] if certifying else session.exec(_guests(search, at)).all()
    rows = [
        (
            depth,
            replace(
                _watcher_row(actor, one, one.title, free_words(free), asked),
                unpractised="" if practised else unpractised_words(),
            ),
        )
        for one, free, depth, practised in found[:LIMIT]
    ]
    return WatchersRow(
        observed_id=person.public_id,
        observed=person.name,
        title=person.title,
        line=[row for depth, row in rows if depth is not None],
        outside=[row for depth, row in rows if depth is None],
        has_more=len(found) > LIMIT,
        guests=_guest_rows(guests[:LIMIT], actor, asked),
        has_more_guests=len(guests) > LIMIT,
        lets_in=None in actor.roots(Permission.GRANT_WRITE),
    )


def _observers(
    person: Person, condition: Any, month: Any, at: datetime, *, certifying: bool
) -> Any:
    """Those who observe and are not led by this person, how free they are, and how far above.

    With it whether they have practised scoring, where somebody is wanted who certifies.
    """
    led = select(Reach.descendant_id).where(Reach.ancestor_id == person.id)
    is_above = and_(
        col(Reach.ancestor_id) == col(Person.id),
        col(Reach.descendant_id) == person.id,
        col(Reach.depth) > 0,
    )
    return (
        select(
            Person,
            free_places(month),
            Reach.depth,
            has_practised() if certifying else true(),
        )
        .join(Reach, is_above, isouter=True)
        .where(observes(at), col(Person.id).not_in(led), condition)
        .order_by(
            col(Reach.depth).is_(None),
            col(Reach.depth),
            # Those of the same clock first, as where they are proposed.
            (col(Person.time_zone) == person.time_zone).desc(),
            free_places(month).desc(),
            col(Person.given_name),
            col(Person.id),
        )
        .limit(LIMIT + 1)
    )


def _guests(search: str, at: datetime) -> Any:
    """Those who are let in as guests, by name, and when that ends."""
    return (
        select(Person, Grant.ends_at)
        .join(Grant, and_(col(Grant.person_id) == col(Person.id), col(Grant.role) == Role.GUEST))
        .where(is_held(at, at.date()), is_guest(at), named_like(search))
        .order_by(col(Person.given_name), col(Person.family_name), col(Person.id))
        .limit(LIMIT + 1)
    )


def _guest_rows(
    found: Sequence[tuple[Person, datetime]], actor: Actor, asked: Mapping[int, AskedRow]
) -> list[WatcherRow]:
    """Guests with their last day, as days are where they are: so it was said when they came."""
    return [
        # It ends with its last day, at whose end the next begins.
        _watcher_row(
            actor,
            one,
            until_words(local_day(ends_at - timedelta(seconds=1), one.time_zone)),
            "",
            asked,
        )
        for one, ends_at in found
    ]


def _watcher_row(
    actor: Actor, person: Person, role: str, note: str, asked: Mapping[int, AskedRow]
) -> WatcherRow:
    return WatcherRow(
        public_id=person.public_id,
        name=person.name,
        role=role,
        note=note,
        is_me=person.id == actor.person_id,
        asked=asked.get(person.id or 0, AskedRow()),
    )
