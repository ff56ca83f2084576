"""The ONE thing in force between an observer and somebody observed, and how often it was seen.

It is in force once the observer has signed the talk in which it was set: both chose it there, the
observer is the one to look out for it, and a signature that comes late must not hide it meanwhile.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.when import day, local_day, moment
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.focus.rows import FocusRow, SeenRow
from coach_the_coach.observations.focus.rules import is_learned, seen_word, times_seen
from coach_the_coach.observations.queries import own_draft, readable_observation
from coach_the_coach.observations.scope import is_current
from coach_the_coach.observations.tables import (
    Observation,
    ObservationBody,
    Status,
    Talk,
    TalkBody,
)

_root, _first, _version = aliased(Talk), aliased(Observation), aliased(Observation)


def focus_between(session: Session, actor: Actor, *, observed: str, at: datetime) -> FocusRow:
    """The ONE thing the actor as observer follows with this person; an empty row for none.

    One that is learned stays until the next is chosen, and says that it is. Two statements.
    """
    person = select(Person.id).where(Person.public_id == observed).scalar_subquery()
    found = _newest(session, Talk.observer_id == actor.person_id, col(Talk.observed_id) == person)
    return _row(found, _answers(session, found), actor, at)


def focus_of(session: Session, actor: Actor, *, public_id: str, at: datetime) -> FocusRow:
    """What an observation looked out for, as it stood when it was opened; empty for nothing.

    For whoever may read the observation whole. Raises NotFound for anybody else.
    """
    observation = readable_observation(session, actor, public_id)
    return _followed(session, actor, observation, at)


def focus_of_draft(session: Session, actor: Actor, *, public_id: str, at: datetime) -> FocusRow:
    """What an own draft looks out for, as it stood when it was opened; empty for nothing.

    Raises NotFound where there is no draft of theirs, Conflict where it is signed already.
    """
    observation = own_draft(session, actor, public_id, held=False)
    return _followed(session, actor, observation, at)


def has_to_answer(session: Session, actor: Actor, *, public_id: str) -> bool:
    """Whether an own draft has a ONE thing to answer for, as its page asks. Refuses likewise.

    Not where the two took back their signatures and what they had chosen after it was opened.
    """
    observation = own_draft(session, actor, public_id, held=False)
    return _found_for(session, observation) is not None


def followed_talk_id(session: Session, *, observer_id: int, observed_id: int) -> int | None:
    """The talk in which their ONE thing was first set; None for none, and for one that is learned.

    Whoever asks has made sure that the actor is the observer.
    """
    found = _newest(session, Talk.observer_id == observer_id, Talk.observed_id == observed_id)
    answers = [body.seen for body, _held in _answers(session, found)]
    return None if found is None or is_learned(answers) else found.root.id


class _Found(NamedTuple):
    """The newest talk over a ONE thing with its words, and the talk in which it was first set."""

    talk: Talk
    body: TalkBody
    root: Talk
    set_in: str


def _newest(
    session: Session, *conditions: ColumnElement[bool] | bool, is_signed: bool = True
) -> _Found | None:
    """The newest talk with a ONE thing that its observer has signed; else, signed or not."""
    is_first = and_(
        col(_first.coaching_session_id) == col(_root.coaching_session_id),
        col(_first.observer_id) == col(_root.observer_id),
        col(_first.supersedes_id).is_(None),
    )
    found = session.exec(
        select(Talk, TalkBody, _root, _first.public_id)
        .join(TalkBody, col(TalkBody.talk_id) == col(Talk.id))
        .join(_root, col(_root.id) == _root_id())
        .join(_first, is_first)
        .where(TalkBody.one_thing != "", *conditions)
        .where(col(Talk.observer_signed_at).is_not(None) if is_signed else true())
        .order_by(col(Talk.observer_signed_at).desc(), col(Talk.id).desc())
        .limit(1)
    ).first()
    return _Found(*found) if found else None


def _root_id() -> ColumnElement[int]:
    """The talk in which the ONE thing of a talk was first set."""
    return func.coalesce(col(Talk.follows_id), col(Talk.id))


def _answers(
    session: Session, found: _Found | None, *conditions: ColumnElement[bool] | bool
) -> Sequence[tuple[ObservationBody, datetime]]:
    """What was answered about it in signed observations, by when their sessions were held."""
    if found is None:
        return []
    return session.exec(
        select(ObservationBody, CoachingSession.held_at)
        .join(Observation, col(Observation.id) == col(ObservationBody.observation_id))
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .where(
            Observation.followed_id == found.root.id,
            Observation.status == Status.SIGNED,
            is_current(),
            col(ObservationBody.seen).is_not(None),
            *conditions,
        )
        .order_by(col(CoachingSession.held_at), col(Observation.id))
    ).all()


def _followed(session: Session, actor: Actor, observation: Observation, at: datetime) -> FocusRow:
    """What an observation follows, without what its own talk or a later one made of it."""
    own = observation.coaching_session_id
    held_at = select(CoachingSession.held_at).where(CoachingSession.id == own).scalar_subquery()
    found = _found_for(session, observation)
    before = _answers(
        session,
        found,
        Observation.coaching_session_id != own,
        col(CoachingSession.held_at) <= held_at,
    )
    return _row(found, before, actor, at)


def _found_for(session: Session, observation: Observation) -> _Found | None:
    """The talk whose ONE thing an observation follows, as it stood when its first version opened.

    Where a signature was taken back since, so that nothing stood then, it is as it was first set:
    what was looked out for is still to be answered for.
    """
    if observation.followed_id is None:
        return None
    opened_at = (
        select(func.min(_version.opened_at))
        .where(
            _version.coaching_session_id == observation.coaching_session_id,
            _version.observer_id == observation.observer_id,
        )
        .scalar_subquery()
    )
    is_of_the_two = and_(
        col(Talk.observer_id) == observation.observer_id,
        col(Talk.observed_id) == observation.observed_id,
    )
    stood = _newest(
        session,
        is_of_the_two,
        _root_id() == observation.followed_id,
        Talk.coaching_session_id != observation.coaching_session_id,
        col(Talk.observer_signed_at) <= opened_at,
    )
    return stood or _newest(session, Talk.id == observation.followed_id, is_signed=False)


def _row(
    found: _Found | None,
    answers: Sequence[tuple[ObservationBody, datetime]],
    actor: Actor,
    at: datetime,
) -> FocusRow:
    if found is None:
        return FocusRow()
    given = [(body.seen, held_at) for body, held_at in answers if body.seen]
    seen = [answer for answer, _held in given]
    return FocusRow(
        text=found.body.one_thing,
        promised=found.body.promised,
        watch_again=day(found.talk.watch_again_on, local_day(at, actor.time_zone)),
        since=moment(found.root.observer_signed_at, actor.time_zone, at),
        set_in=found.set_in,
        answers=[
            SeenRow(moment(held_at, actor.time_zone, at), seen_word(answer))
            for answer, held_at in given
        ],
        times_seen=times_seen(seen),
        is_learned=is_learned(seen),
    )
