"""Who of the actor's reach still needs watching, the latest first, and whom one could ask."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, case, exists, func, literal, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.when import local_day, moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import COACHING_ROLES, Actor, Permission
from coach_the_coach.identity.scope import reaches, sees
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Grant, Person
from coach_the_coach.observations.queries import people_to_observe
from coach_the_coach.observations.readiness.rules import unpractised_words
from coach_the_coach.observations.scope import (
    is_current,
    is_its_talk,
    is_signed,
    is_watched_since,
    watch_again_on,
)
from coach_the_coach.observations.tables import Observation, ObservationBody, Status, Talk
from coach_the_coach.observations.watching.needs.observers.queries import Known, observers_for
from coach_the_coach.observations.watching.needs.rows import (
    AskedRow,
    FoundRow,
    NeedRow,
    ObserverRow,
)
from coach_the_coach.observations.watching.needs.rules import (
    Candidate,
    Month,
    Proposed,
    ToWatch,
    clock_hours,
    due_after,
    due_day,
    free_words,
    late_words,
    months,
    proposals,
    wanted_by,
    why_words,
)
from coach_the_coach.observations.watching.queries import said
from coach_the_coach.observations.watching.rules import OPEN, State, state_mark, state_word
from coach_the_coach.observations.watching.tables import Watching
from coach_the_coach.shell import routes

PAGE: Final = 25
"""People shown at once. Source: docs/method.md#lists."""

_observer = aliased(Person)


def people_to_watch(
    session: Session, actor: Actor, *, certifying: bool, page: int, at: datetime
) -> tuple[list[NeedRow], int]:
    """People in reach who still need watching, the latest first, `PAGE` from `page` (0 is first).

    With it how many there are in all; in eight statements. Only those of whom the actor may know
    that they are observed. `certifying` proposes only who may certify.
    """
    needs = _Needs(actor, months(at, actor.time_zone), at)
    total = session.exec(needs.counted()).one()
    found = session.exec(needs.listed().offset(page * PAGE).limit(PAGE)).all()
    people = [person.id or 0 for person, *_rest in found]
    known = observers_for(session, people, certifying=certifying, month=needs.months[0], at=at)
    asked = asked_for(session, people)
    proposed = proposals(
        [_to_watch(person, known, asked, certifying, at) for person, *_rest in found],
        [
            Candidate(one, known.free[one], clock_hours(person.time_zone, at))
            for one, person in known.people.items()
        ],
    )
    return [
        NeedRow(
            public_id=person.public_id,
            link=routes.person(person.public_id),
            name=person.name,
            title=person.title,
            last=moment(last, actor.time_zone, at),
            due=due_day(due, needs.today),
            why=why_words(seen=last is not None, promised=due == promised),
            late=late_words(due, needs.today),
            wanted_by=wanted_by(due, needs.today).isoformat(),
            asked=[asked_row(one, actor, at) for one in asked[person.id or 0]],
            observers=_observers(
                proposed.get(person.id or 0, []),
                known,
                actor,
                promised=due == promised
                and all(one.observer_id != actor.person_id for one, _who in asked[person.id or 0]),
            ),
            choose=routes.watchers(
                person.public_id,
                by=wanted_by(due, needs.today).isoformat(),
                certifying=certifying,
            ),
        )
        for person, last, due, promised in found
    ], total


def may_plan(session: Session, actor: Actor) -> bool:
    """Whether there is anybody of whom the actor may know that they are observed."""
    known = reaches(col(Person.id), actor, Permission.OBSERVATION_NOTICE)
    return session.exec(select(Person.id).where(known).limit(1)).first() is not None


def people_to_ask_for(
    session: Session, actor: Actor, *, search: str, at: datetime
) -> list[FoundRow]:
    """As `people_to_observe`, and for whom of them the actor may ask others to; in two statements.

    That is for whoever may know that the person is observed.
    """
    found = people_to_observe(session, actor, search=search, at=at)
    knows = select(Person.public_id).where(
        col(Person.public_id).in_([one.value for one in found]),
        reaches(col(Person.id), actor, Permission.OBSERVATION_NOTICE),
    )
    known = set(session.exec(knows))
    return [
        FoundRow(
            public_id=one.value,
            name=one.word,
            about=one.meaning,
            choose=routes.watchers(one.value) if one.value in known else "",
        )
        for one in found
    ]


_Asked = tuple[Watching, Person]


@dataclass(frozen=True)
class _Needs:
    """The statements that find who needs watching."""

    actor: Actor
    months: list[Month]
    at: datetime

    @property
    def today(self) -> date:
        return local_day(self.at, self.actor.time_zone)

    def counted(self) -> Any:
        """How many there are."""
        seen, began, promised = self._tables()
        return self._joined(select(func.count()).select_from(Person), seen, began, promised)

    def listed(self) -> Any:
        """Each person, when they were last observed, by when they are due, and the promise."""
        seen, began, promised = self._tables()
        due = self._due(seen, began, promised)
        named = select(Person, seen.c.last, due, promised.c.by)
        return self._joined(named, seen, began, promised).order_by(
            self._is_agreed(),
            due,
            seen.c.last.is_not(None),
            seen.c.last,
            col(Person.given_name),
            col(Person.id),
        )

    def _joined(self, chosen: Any, seen: Any, began: Any, promised: Any) -> Any:
        """With the condition that somebody needs watching this month, or never was observed."""
        month = self.months[0]
        return (
            chosen.join(began, began.c.person_id == col(Person.id))
            .join(seen, seen.c.observed_id == col(Person.id), isouter=True)
            .join(promised, promised.c.observed_id == col(Person.id), isouter=True)
            .where(
                sees(Person, self.actor, Permission.OBSERVATION_NOTICE),
                col(Person.id) != self.actor.person_id,
                in_employment(self.at),
                or_(
                    seen.c.last.is_(None),
                    seen.c.last < month.starts_at,
                    promised.c.by <= month.last_day,
                ),
            )
        )

    def _tables(self) -> tuple[Any, Any, Any]:
        """When each was last observed, since when they coach here, and what the actor promised.

        Each is made once for all people: asked for each person anew, they cost many times that.
        """
        knows = reaches(col(Observation.observed_id), self.actor, Permission.OBSERVATION_NOTICE)
        seen = (
            select(Observation.observed_id, func.max(CoachingSession.held_at).label("last"))
            .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
            .where(
                knows,
                Observation.status == Status.SIGNED,
                col(Observation.supersedes_id).is_(None),
            )
            .group_by(col(Observation.observed_id))
        )
        began = (
            select(Grant.person_id, func.min(Grant.starts_at).label("began"))
            .where(
                col(Grant.role).in_(COACHING_ROLES),
                col(Grant.stands_in_for_id).is_(None),
                Grant.starts_at <= self.at,
                or_(col(Grant.ends_at).is_(None), col(Grant.ends_at) > self.at),
            )
            .group_by(col(Grant.person_id))
        )
        promised = (
            select(Observation.observed_id, func.min(watch_again_on()).label("by"))
            .join(ObservationBody, col(ObservationBody.observation_id) == col(Observation.id))
            .join(Talk, is_its_talk(), isouter=True)
            .where(
                # What the two agreed in their talk is known to nobody else.
                Observation.observer_id == self.actor.person_id,
                is_signed(),
                is_current(),
                ~is_watched_since(),
            )
            .group_by(col(Observation.observed_id))
        )
        return seen.subquery("seen"), began.subquery("began"), promised.subquery("promised")

    def _due(self, seen: Any, began: Any, promised: Any) -> ColumnElement[date]:
        """By when somebody is to be watched: in the month after the last, or as was promised."""
        since = func.coalesce(seen.c.last, began.c.began)
        by_month = case(
            *[
                (since >= month.starts_at, literal(due_after(month), Date()))
                for month in self.months[:-1]
            ],
            else_=literal(due_after(self.months[-1]), Date()),
        )
        return case((promised.c.by < by_month, promised.c.by), else_=by_month)

    def _is_agreed(self) -> ColumnElement[bool]:
        """Whether a session to come is agreed, so that nothing has to be done."""
        return exists().where(
            col(Watching.observed_id) == col(Person.id),
            col(Watching.state) == State.AGREED,
            col(Watching.starts_at) >= self.at,
        )


def _to_watch(
    person: Person,
    known: Known,
    asked: dict[int, list[_Asked]],
    certifying: bool,
    at: datetime,
) -> ToWatch:
    who = person.id or 0
    return ToWatch(
        person_id=who,
        above=tuple(known.above[who]),
        barred=frozenset(known.below[who] | {one.observer_id for one, _who in asked[who]}),
        certifiers=known.certifiers(who) if certifying else None,
        clock_hours=clock_hours(person.time_zone, at),
    )


def asked_for(session: Session, people: Sequence[int]) -> dict[int, list[_Asked]]:
    """What is under way for these people, in the order of asking: until it is signed."""
    is_signed = exists().where(
        col(Observation.coaching_session_id) == col(Watching.coaching_session_id),
        col(Observation.observer_id) == col(Watching.observer_id),
        col(Observation.status) == Status.SIGNED,
    )
    found = session.exec(
        select(Watching, _observer)
        .join(_observer, col(_observer.id) == col(Watching.observer_id))
        .where(col(Watching.observed_id).in_(people), col(Watching.state).in_(OPEN), ~is_signed)
        .order_by(col(Watching.asked_at), col(Watching.id))
    ).all()
    asked: dict[int, list[_Asked]] = defaultdict(list)
    for watching, observer in found:
        asked[watching.observed_id].append((watching, observer))
    return asked


def asked_row(one: _Asked, actor: Actor, at: datetime) -> AskedRow:
    """One that is under way, as whoever plans for that person may know of it."""
    watching, observer = one
    return AskedRow(
        link=routes.watching(watching.public_id),
        observer=observer.name,
        state_word=state_word(watching.state),
        mark=state_mark(watching.state),
        starts=said(watching.starts_at, actor.time_zone, at),
    )


def _observers(
    proposed: Sequence[Proposed], known: Known, actor: Actor, *, promised: bool
) -> list[ObserverRow]:
    """Whom to ask; first the actor, where they have `promised` it, with a place free or without."""
    rows = [_observer_row(one, known, actor) for one in proposed]
    if not promised:
        return rows
    own = ObserverRow(
        public_id=actor.public_id, name=actor.name, free=_("As you agreed"), is_me=True
    )
    return [own, *(one for one in rows if not one.is_me)][:2]


def _observer_row(one: Proposed, known: Known, actor: Actor) -> ObserverRow:
    person = known.people[one.person_id]
    return ObserverRow(
        public_id=person.public_id,
        name=person.name,
        title=person.title,
        free=free_words(known.free[one.person_id]),
        unpractised=unpractised_words() if one.person_id in known.unpractised else "",
        is_outside=one.is_outside,
        is_me=one.person_id == actor.person_id,
    )
