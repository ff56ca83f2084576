"""Who coaches, when they were last observed, and what their observations came to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, select

from coach_the_coach.coaching.rules import Purpose, purpose_word
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.when import Moment, day, local_day, moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import reaches, sees, visible_person
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.observations.queries import coaches, is_current, readable
from coach_the_coach.observations.results.rules import ShareView, share_view
from coach_the_coach.observations.rules import aim_word
from coach_the_coach.observations.tables import (
    Observation,
    ObservationBody,
    Outcome,
    Reply,
    Status,
)
from coach_the_coach.observations.tally.rules import Tally
from coach_the_coach.people.rows import (
    Focus,
    NoticedLine,
    ObservedLine,
    PersonHead,
    PersonLine,
    SharePoint,
)
from coach_the_coach.shell import routes

PAGE: Final = 25
"""People or observations shown at once. Source: docs/method.md#lists."""

SIGNED: Final = Status.SIGNED


def coaching_people(
    session: Session, actor: Actor, *, search: str, page: int, at: datetime
) -> tuple[list[PersonLine], int]:
    """People in reach who coach, those longest unseen first, `PAGE` from `page` (0 is the first).

    With it how many there are in all. When they were last observed is shown to those who may know.
    """
    knows = reaches(col(Person.id), actor, Permission.OBSERVATION_NOTICE)
    last = (
        select(func.max(Observation.signed_at))
        .where(
            Observation.observed_id == col(Person.id),
            _is_first(),
            knows | (col(Observation.observer_id) == actor.person_id),
        )
        .correlate(Person)
        .scalar_subquery()
    )
    whole = func.lower(Person.given_name + " " + Person.family_name + " " + Person.team)
    scope = and_(
        sees(Person, actor, Permission.PERSON_SEE),
        col(Person.id) != actor.person_id,
        coaches(at),
        in_employment(at),
        *(whole.contains(word, autoescape=True) for word in _words_of(search)),
    )
    total = session.exec(select(func.count()).select_from(Person).where(scope)).one()
    found = session.exec(
        select(Person, last)
        .where(scope)
        .order_by(last.is_not(None), last, col(Person.given_name), col(Person.id))
        .offset(page * PAGE)
        .limit(PAGE)
    ).all()
    by = _observers_of(session, actor, [person.id or 0 for person, _last in found])
    # Who may not know of others' observations must not be told that there were none.
    unseen = _("Not yet") if actor.can(Permission.OBSERVATION_NOTICE) else _("Not by you")
    waiting = _waiting(session, actor, [person.id or 0 for person, _last in found])
    return [
        PersonLine(
            public_id=person.public_id,
            link=routes.person(person.public_id),
            name=person.name,
            title=person.title,
            team=person.team,
            last=moment(seen, actor.time_zone, at),
            by=by.get((person.id or 0, seen), ""),
            unseen=unseen,
            waiting=waiting.get(person.id or 0, ""),
        )
        for person, seen in found
    ], total


def person_head(session: Session, actor: Actor, *, public_id: str, at: datetime) -> PersonHead:
    """Whose page it is. Raises NotFound for somebody the actor cannot see."""
    person = visible_person(session, actor, public_id)
    leader = session.exec(
        select(Person)
        .join(Reach, col(Reach.ancestor_id) == col(Person.id))
        .where(Reach.descendant_id == person.id, Reach.depth == 1)
    ).first()
    may = session.exec(
        select(Person.id).where(
            Person.id == person.id,
            reaches(col(Person.id), actor, Permission.OBSERVATION_WRITE),
            coaches(at),
            in_employment(at),
        )
    ).first()
    return PersonHead(
        public_id=person.public_id,
        name=person.name,
        title=person.title,
        team=person.team,
        leader=leader.name if leader else "",
        is_me=person.id == actor.person_id,
        can_observe=may is not None,
        observe_link=f"{routes.NEW_OBSERVATION}?of={person.public_id}",
    )


def readable_observations(
    session: Session, actor: Actor, *, public_id: str, at: datetime
) -> tuple[list[ObservedLine], list[SharePoint]]:
    """The newest `PAGE` observations of a person that the actor may read whole, newest first.

    With them the ask shares that can be shown over time, oldest first; those of the actor who has
    not rated themself yet stay hidden. Raises NotFound for somebody the actor cannot see.
    """
    person = visible_person(session, actor, public_id)
    found = session.exec(
        select(Observation, CoachingSession, Outcome, Reply)
        .where(
            Observation.observed_id == person.id,
            Observation.status == SIGNED,
            readable(actor),
            is_current(),
        )
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .join(Outcome, col(Outcome.observation_id) == col(Observation.id))
        .join(Reply, col(Reply.observation_id) == col(Observation.id), isouter=True)
        .order_by(col(CoachingSession.held_at).desc(), col(Observation.id).desc())
        .limit(PAGE)
    ).all()
    names = names_of(session, (one.observer_id for one, *_rest in found))
    seen = [
        _Seen(one, held, names[one.observer_id], outcome, reply, actor, at)
        for one, held, outcome, reply in found
    ]
    return [each.line() for each in seen], _points(seen)


def noticed_observations(
    session: Session, actor: Actor, *, public_id: str, at: datetime
) -> list[NoticedLine]:
    """That observations took place which the actor may know of and not read, newest first."""
    person = visible_person(session, actor, public_id)
    observer = aliased(Person)
    found = session.exec(
        select(CoachingSession.held_at, observer)
        .join(Observation, col(Observation.coaching_session_id) == col(CoachingSession.id))
        .where(
            Observation.observed_id == person.id,
            Observation.status == SIGNED,
            sees(Observation, actor, Permission.OBSERVATION_NOTICE),
            ~readable(actor),
            is_current(),
        )
        .join(observer, col(observer.id) == Observation.observer_id)
        .order_by(col(CoachingSession.held_at).desc())
        .limit(PAGE)
    ).all()
    return [
        NoticedLine(when=moment(held_at, actor.time_zone, at), observer=who.name)
        for held_at, who in found
    ]


def focus_of(session: Session, actor: Actor, *, public_id: str, at: datetime) -> Focus:
    """What a person works on now, as far as the actor may read it; empty if nothing is agreed."""
    person = visible_person(session, actor, public_id)
    observer = aliased(Person)
    found = session.exec(
        select(Observation, ObservationBody, observer)
        .join(ObservationBody, col(ObservationBody.observation_id) == col(Observation.id))
        .join(observer, col(observer.id) == Observation.observer_id)
        .join(Reply, col(Reply.observation_id) == col(Observation.id), isouter=True)
        .where(
            Observation.observed_id == person.id,
            Observation.status == SIGNED,
            readable(actor),
            is_current(),
            (col(Observation.observed_id) != actor.person_id)
            | col(Reply.self_rated_at).is_not(None),
        )
        .order_by(col(Observation.signed_at).desc())
        .limit(1)
    ).first()
    if found is None:
        return Focus()
    one, body, who = found
    return Focus(
        one_thing=body.one_thing,
        agreed=body.agreed,
        watch_again=day(body.watch_again_on, local_day(at, actor.time_zone)),
        by=who.name,
        when=moment(one.signed_at, actor.time_zone, at),
    )


def _words_of(search: str) -> list[str]:
    """The first words looked for; without NUL, which PostgreSQL refuses in any text."""
    return search.replace("\0", "").lower().split()[:5]


def _is_first() -> ColumnElement[bool]:
    """The condition that an observation is signed, and no correction of an earlier one."""
    return and_(col(Observation.status) == SIGNED, col(Observation.supersedes_id).is_(None))


class _Seen:
    """One readable observation with what its lines are made of."""

    def __init__(
        self,
        one: Observation,
        held: CoachingSession,
        observer: str,
        outcome: Outcome,
        reply: Reply | None,
        actor: Actor,
        at: datetime,
    ) -> None:
        self.one, self.held, self.observer, self.actor, self.at = one, held, observer, actor, at
        self.rated = reply is not None and reply.self_rated_at is not None
        self.acknowledged = reply is not None and reply.acknowledged_at is not None
        self.view = self._view(Tally(**outcome.tally))

    @property
    def when(self) -> Moment:
        """When the session was held."""
        return moment(self.held.held_at, self.actor.time_zone, self.at)

    @property
    def hidden(self) -> bool:
        """Whether the reader is the one observed and has yet to rate themself."""
        return self.one.observed_id == self.actor.person_id and not self.rated

    def _view(self, tally: Tally) -> ShareView | None:
        return None if self.hidden else share_view(tally, Purpose(self.held.purpose))

    def line(self) -> ObservedLine:
        """How it stands in the list."""
        status, mark = self._status()
        page = routes.REFLECT if self.hidden else routes.OBSERVATION
        return ObservedLine(
            link=routes.observation(self.one.public_id, page),
            when=self.when,
            observer=self.observer,
            purpose=purpose_word(self.held.purpose),
            aim=aim_word(self.one.aim),
            share=self.view.sentence if self.view else "",
            status=status,
            mark=mark,
        )

    def _status(self) -> tuple[str, str]:
        """Who waits for whom, as a word with its mark."""
        if self.acknowledged:
            return _("Talked over"), "done"
        if self.rated:
            return _("Waits for an answer"), "waiting"
        return _("Waits for their own rating"), "waiting"


def _points(seen: Sequence[_Seen]) -> list[SharePoint]:
    """The shares that may be judged, oldest first, spread over the time between first and last."""
    known = [
        one
        for one in reversed(seen)
        if one.view and one.view.is_judged and one.view.percent is not None
    ]
    if not known:
        return []
    first, last = known[0].held.held_at, known[-1].held.held_at
    length = (last - first).total_seconds()
    return [
        SharePoint(
            at=100 * (one.held.held_at - first).total_seconds() / length if length else 50.0,
            share=float(one.view.percent or 0),
            low=float(one.view.low_percent or 0),
            high=float(one.view.high_percent or 0),
            label=f"{one.when.words}: {one.view.sentence}",
            day=one.when.words,
        )
        for one in known
        if one.view
    ]


def _observers_of(
    session: Session, actor: Actor, people: Sequence[int]
) -> dict[tuple[int, datetime | None], str]:
    """Who last observed these people, as far as the actor may know: (person, when) to name."""
    observer = aliased(Person)
    known = and_(
        col(Observation.observed_id).in_(people),
        _is_first(),
        sees(Observation, actor, Permission.OBSERVATION_NOTICE),
    )
    newest = (
        select(Observation.observed_id, func.max(Observation.signed_at).label("newest"))
        .where(known)
        .group_by(col(Observation.observed_id))
        .subquery()
    )
    found = session.exec(
        select(Observation.observed_id, Observation.signed_at, observer)
        .join(
            newest,
            and_(
                newest.c.observed_id == col(Observation.observed_id),
                newest.c.newest == col(Observation.signed_at),
            ),
        )
        .join(observer, col(observer.id) == Observation.observer_id)
        .where(known)
    ).all()
    return {(observed, signed): who.name for observed, signed, who in found}


def _waiting(session: Session, actor: Actor, people: Sequence[int]) -> dict[int, str]:
    """What waits between the actor and these people, as far as the actor takes part in it."""
    found = session.exec(
        select(Observation, Reply)
        .join(Reply, col(Reply.observation_id) == col(Observation.id), isouter=True)
        .where(
            Observation.observer_id == actor.person_id,
            col(Observation.observed_id).in_(people),
            sees(Observation, actor, None),
            is_current(),
            col(Reply.acknowledged_at).is_(None),
        )
        .order_by(col(Observation.opened_at))
    ).all()
    return {one.observed_id: _waits(one, reply) for one, reply in found}


def _waits(one: Observation, reply: Reply | None) -> str:
    """Who is next, in words."""
    if one.status is Status.DRAFT:
        return _("Waits for you to sign")
    if reply is None or reply.self_rated_at is None:
        return _("Waits for their own rating")
    return _("Waits for their answer")
