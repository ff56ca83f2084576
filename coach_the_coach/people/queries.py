"""Who coaches, when they were last observed, what they work on, and who needs the reader first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, select

from coach_the_coach.coaching.queries import coaches
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.when import moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import reaches, sees
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.tables import Observation, Status
from coach_the_coach.people.glance.queries import strips_of, works_on
from coach_the_coach.people.rows import PersonLine, TinyStrip
from coach_the_coach.people.rules import Need
from coach_the_coach.people.waiting.queries import need_of, waiting_between
from coach_the_coach.shell import routes

PAGE: Final = 25
"""People shown at once. Source: docs/method.md#lists."""


_observer = aliased(Person)


def coaching_people(
    session: Session, actor: Actor, *, search: str, page: int, at: datetime
) -> tuple[list[PersonLine], int]:
    """People in reach who coach, those who need the reader first, `PAGE` from `page` (0 is first).

    With it how many there are in all; in nine statements. When they were last observed is shown to
    those who may know, and what came of it to those who may read it.
    """
    whole = func.lower(Person.given_name + " " + Person.family_name + " " + Person.team)
    scope = and_(
        sees(Person, actor, Permission.PERSON_SEE),
        col(Person.id) != actor.person_id,
        coaches(at),
        in_employment(at),
        *(whole.contains(word, autoescape=True) for word in _words_of(search)),
    )
    seen = _seen(actor, scope)
    last = seen.c.last
    waiting = waiting_between(session, actor, at)
    waits = [who for who, step in waiting.items() if step["action"]]
    need = need_of(actor, last, waits, at)
    total = session.exec(select(func.count()).select_from(Person).where(scope)).one()
    found = session.exec(
        select(Person, last, reaches(col(Person.id), actor, Permission.OBSERVATION_WRITE), need)
        .join(seen, seen.c.id == col(Person.id))
        .order_by(
            need,
            last.is_not(None),
            last,
            col(Person.given_name),
            col(Person.id),
        )
        .offset(page * PAGE)
        .limit(PAGE)
    ).all()
    people = [person.id or 0 for person, *_rest in found]
    beside = _Beside(
        by=_observers_of(session, actor, people),
        waiting=waiting,
        strips=strips_of(session, actor, people),
        focus=works_on(session, actor, people, at),
    )
    return [
        _person_line(person, seen, may, Need(why), beside, actor, at)
        for person, seen, may, why in found
    ], total


class _Beside(NamedTuple):
    """What is shown beside each person, by their inner id."""

    by: dict[tuple[int, datetime | None], str]
    waiting: dict[int, dict[str, Any]]
    strips: dict[int, list[TinyStrip]]
    focus: dict[int, dict[str, Any]]


def _person_line(
    person: Person,
    seen: datetime | None,
    may_observe: bool,
    need: Need,
    beside: _Beside,
    actor: Actor,
    at: datetime,
) -> PersonLine:
    """One person with everything beside them."""
    who = person.id or 0
    of = f"?of={person.public_id}" if may_observe else ""
    waiting: dict[str, Any] = beside.waiting.get(who, {})
    if need is Need.PROMISED and not waiting:
        waiting = {"waiting": _("To be watched again"), "mark": "attention"}
    return PersonLine(
        public_id=person.public_id,
        link=routes.person(person.public_id),
        name=person.name,
        title=person.title,
        team=person.team,
        last=moment(seen, actor.time_zone, at),
        by=beside.by.get((who, seen), ""),
        # Who may not know of others' observations must not be told that there were none.
        unseen=_("Not yet") if actor.can(Permission.OBSERVATION_NOTICE) else _("Not by you"),
        strips=beside.strips.get(who, []),
        observe_link=routes.NEW_OBSERVATION + of if of else "",
        look_link=routes.NEW_LOOK + of if of else "",
        **beside.focus.get(who, {}),
        **waiting,
    )


def _words_of(search: str) -> list[str]:
    """The first words looked for; without NUL, which PostgreSQL refuses in any text."""
    return search.replace("\0", "").lower().split()[:5]


def _is_first() -> ColumnElement[bool]:
    """The condition that an observation is signed, and no correction of an earlier one."""
    return and_(col(Observation.status) == Status.SIGNED, col(Observation.supersedes_id).is_(None))


def _last_held(actor: Actor) -> Any:
    """When the last session took place in which a person was observed, as far as one may know."""
    knows = reaches(col(Person.id), actor, Permission.OBSERVATION_NOTICE)
    return (
        select(func.max(CoachingSession.held_at))
        .join(Observation, col(Observation.coaching_session_id) == col(CoachingSession.id))
        .where(
            Observation.observed_id == col(Person.id),
            _is_first(),
            knows | (col(Observation.observer_id) == actor.person_id),
        )
        .correlate(Person)
        .scalar_subquery()
    )


def _seen(actor: Actor, scope: ColumnElement[bool]) -> Any:
    """The people of that scope with when they were last observed, found once for each.

    Without the word databases look it up anew wherever it stands, and of everybody in reach.
    """
    known = select(Person.id, _last_held(actor).label("last")).where(scope)
    return known.cte("seen").prefix_with("MATERIALIZED")


def _observers_of(
    session: Session, actor: Actor, people: Sequence[int]
) -> dict[tuple[int, datetime | None], str]:
    """Who last observed these people, as far as the actor may know: (person, when) to name."""
    known = and_(
        col(Observation.observed_id).in_(people),
        _is_first(),
        sees(Observation, actor, Permission.OBSERVATION_NOTICE),
    )
    is_in = col(CoachingSession.id) == col(Observation.coaching_session_id)
    newest = (
        select(Observation.observed_id, func.max(CoachingSession.held_at).label("newest"))
        .join(CoachingSession, is_in)
        .where(known)
        .group_by(col(Observation.observed_id))
        .subquery()
    )
    found = session.exec(
        select(Observation.observed_id, CoachingSession.held_at, _observer)
        .join(CoachingSession, is_in)
        .join(
            newest,
            and_(
                newest.c.observed_id == col(Observation.observed_id),
                newest.c.newest == col(CoachingSession.held_at),
            ),
        )
        .join(_observer, col(_observer.id) == Observation.observer_id)
        .where(known)
        .order_by(col(Observation.id))
    ).all()
    return {(observed, held): who.name for observed, held, who in found}
