"""The conditions: which observations somebody may read, which version holds, and what is open."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import leads_directly
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.tables import (
    BlindScoring,
    Observation,
    ObservationBody,
    Status,
    Talk,
)

_newer, _first, _talk = aliased(Observation), aliased(Observation), aliased(Talk)
"""Made once: an alias costs more than the statement around it."""


def is_current() -> ColumnElement[bool]:
    """The condition that no signed correction has taken an observation's place."""
    return ~exists().where(
        col(_newer.supersedes_id) == col(Observation.id), col(_newer.status) != Status.DRAFT
    )


def is_its_talk(talk: type[Talk] = Talk) -> ColumnElement[bool]:
    """The condition that a talk is the one over an observation and its corrections."""
    return and_(
        col(talk.coaching_session_id) == col(Observation.coaching_session_id),
        col(talk.observer_id) == col(Observation.observer_id),
    )


def is_shown() -> ColumnElement[bool]:
    """The condition that both ratings of an observation are open to both, from the talk on."""
    return exists().where(is_its_talk(_talk), col(_talk.shown_at).is_not(None))


def watch_again_on() -> ColumnElement[date]:
    """By when to watch again: set in the talk, before there were talks by the observer."""
    return func.coalesce(col(Talk.watch_again_on), col(ObservationBody.watch_again_on))


def is_watched_since(*, signed: bool = False) -> ColumnElement[bool]:
    """The condition that the observer kept the promise to watch again: a correction does not.

    Nor does it make the promise anew, which stands since the talk, or since the first signature.
    For the observer it is kept once they have begun; for whoever else may read it, once `signed`.
    """
    return exists().where(
        col(_newer.observer_id) == col(Observation.observer_id),
        col(_newer.observed_id) == col(Observation.observed_id),
        col(_newer.opened_at)
        > case((col(Talk.watch_again_on).is_not(None), Talk.shown_at), else_=signed_first()),
        col(_newer.supersedes_id).is_(None),
        *([col(_newer.status) == Status.SIGNED] if signed else []),
    )


def signed_first() -> ColumnElement[datetime]:
    """When the first version of an observation was handed over: a correction starts no clock anew.

    That is when it was signed; of one that two scored blind, when both had.
    """
    signed = (
        select(func.min(_first.signed_at))
        .where(
            col(_first.coaching_session_id) == col(Observation.coaching_session_id),
            col(_first.observer_id) == col(Observation.observer_id),
        )
        .correlate(Observation)
        .scalar_subquery()
    )
    opened = (
        select(func.max(func.coalesce(BlindScoring.both_signed_at, BlindScoring.called_off_at)))
        .where(
            col(BlindScoring.coaching_session_id) == col(Observation.coaching_session_id),
            _is_one_of_two(col(Observation.observer_id)),
        )
        .correlate(Observation)
        .scalar_subquery()
    )
    return case((opened > signed, opened), else_=signed)


def is_for_appeal() -> ColumnElement[bool]:
    """The condition that an observation was made for an appeal: there is no talk about it."""
    return exists().where(
        col(BlindScoring.coaching_session_id) == col(Observation.coaching_session_id),
        col(BlindScoring.again_for) != "",
        _is_one_of_two(col(Observation.observer_id)),
    )


def is_signed() -> ColumnElement[bool]:
    """The condition that an observation is signed, handed over or not: for its observer alone."""
    return col(Observation.status) != Status.DRAFT


def scores_blind(actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor is still to score a session of which others have signed.

    What the two have signed is handed over by then, and whoever adjudicates reads none of it
    before their own is signed, whatever else they may read of that person; nor does whoever scores
    it again for an appeal before that is decided.
    """
    return exists().where(
        col(BlindScoring.coaching_session_id) == col(Observation.coaching_session_id),
        or_(
            col(BlindScoring.third_observer_id) == actor.person_id,
            and_(col(BlindScoring.again_for) != "", _is_one_of_two(actor.person_id)),
        ),
        col(BlindScoring.settled_at).is_(None),
        col(BlindScoring.called_off_at).is_(None),
    )


def _is_one_of_two(who: Any) -> ColumnElement[bool]:
    return or_(
        col(BlindScoring.first_observer_id) == who, col(BlindScoring.second_observer_id) == who
    )


def readable(actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor may read an observation whole.

    Its observer always; the one observed once it is signed; for certification the direct leader.
    What is signed blind is `Status.BLIND` and not signed here, so that no query has to remember it.
    """
    signed = col(Observation.status) == Status.SIGNED
    decides = leads_directly(col(Observation.observed_id), actor, Permission.OBSERVATION_DECIDE)
    return or_(
        col(Observation.observer_id) == actor.person_id,
        and_(col(Observation.observed_id) == actor.person_id, signed),
        and_(col(Observation.aim) == Aim.CERTIFICATION, signed, decides, ~scores_blind(actor)),
    )
