"""Who waits for whom between the reader and those whom they observe."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.when import local_day, moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.scope import sees
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.queries import goes_on_at, is_current
from coach_the_coach.observations.rubric.rules import is_scored
from coach_the_coach.observations.tables import (
    Observation,
    ObservationBody,
    Reply,
    Status,
    Talk,
)
from coach_the_coach.people.rules import UNSEEN_DAYS, Need
from coach_the_coach.shell import routes


def need_of(actor: Actor, last: Any, at: datetime) -> ColumnElement[int]:
    """Why a person needs the actor, as `rules.need` says it, so that whole pages are in order."""
    return case(
        (col(Person.id).in_(_wait_for(actor, at)), int(Need.WAITS)),
        (col(Person.id).in_(_promised(actor, at)), int(Need.PROMISED)),
        (or_(last.is_(None), last < at - timedelta(days=UNSEEN_DAYS)), int(Need.UNSEEN)),
        else_=int(Need.NOTHING),
    )


def _wait_for(actor: Actor, at: datetime) -> SelectOfScalar[int]:
    """Whom the actor observed and owes the next step."""
    purpose = func.coalesce(col(Observation.purpose_corrected), col(CoachingSession.purpose))
    unrated = purpose.in_([one for one in Purpose if not is_scored(one)])
    is_next = and_(
        or_(col(Reply.self_rated_at).is_not(None), unrated),
        or_(col(Talk.booked_for).is_(None), col(Talk.booked_for) <= at),
    )
    return (
        select(Observation.observed_id)
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .join(Reply, col(Reply.observation_id) == col(Observation.id), isouter=True)
        .join(Talk, is_its_talk(), isouter=True)
        .where(
            Observation.observer_id == actor.person_id,
            is_current(),
            col(Reply.acknowledged_at).is_(None),
            or_(
                col(Observation.status) == Status.DRAFT,
                and_(
                    col(Talk.observer_signed_at).is_(None),
                    or_(_is_under_way(), col(Talk.observed_signed_at).is_not(None), is_next),
                ),
            ),
        )
    )


def _promised(actor: Actor, at: datetime) -> SelectOfScalar[int]:
    """Whom the actor promised to watch again by a day that has passed, and has not since."""
    later = aliased(Observation)
    watched_since = (
        select(later.id)
        .where(
            col(later.observer_id) == actor.person_id,
            col(later.observed_id) == Observation.observed_id,
            col(later.opened_at) > func.coalesce(col(Talk.shown_at), col(Observation.signed_at)),
            col(later.supersedes_id).is_(None),
        )
        .exists()
    )
    until = func.coalesce(col(Talk.watch_again_on), col(ObservationBody.watch_again_on))
    return (
        select(Observation.observed_id)
        .join(ObservationBody, col(ObservationBody.observation_id) == col(Observation.id))
        .join(Talk, is_its_talk(), isouter=True)
        .where(
            Observation.observer_id == actor.person_id,
            Observation.status == Status.SIGNED,
            is_current(),
            until < local_day(at, actor.time_zone),
            ~watched_since,
        )
    )


def is_its_talk() -> ColumnElement[bool]:
    """The condition that a talk is the one over an observation."""
    return and_(
        col(Talk.coaching_session_id) == col(Observation.coaching_session_id),
        col(Talk.observer_id) == col(Observation.observer_id),
    )


def _is_under_way() -> ColumnElement[bool]:
    """The condition that a talk has begun; one that was read alone is still to come."""
    return col(Talk.opened_at).is_not(None)


def waiting_between(
    session: Session, actor: Actor, people: Sequence[int], at: datetime
) -> dict[int, dict[str, Any]]:
    """What waits between the actor and these people; of several the one that waits longest."""
    found = session.exec(
        select(Observation, CoachingSession.purpose, Reply, Talk)
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .join(Reply, col(Reply.observation_id) == col(Observation.id), isouter=True)
        .join(Talk, is_its_talk(), isouter=True)
        .where(
            Observation.observer_id == actor.person_id,
            col(Observation.observed_id).in_(people),
            sees(Observation, actor, None),
            is_current(),
            col(Reply.acknowledged_at).is_(None),
            or_(col(Talk.observer_signed_at).is_(None), col(Talk.observed_signed_at).is_(None)),
        )
        .order_by(col(Observation.opened_at).desc())
    ).all()
    waiting: dict[int, dict[str, Any]] = {}
    being_corrected = {one.supersedes_id for one, *_rest in found}
    for one, purpose, reply, talk in found:
        if one.id in being_corrected:
            continue
        step = _next_step(one, one.purpose_corrected or Purpose(purpose), reply, talk, actor, at)
        before = waiting.get(one.observed_id)
        if before is None or not before["action"] or step["action"]:
            waiting[one.observed_id] = step
    return waiting


def _next_step(
    one: Observation,
    purpose: Purpose,
    reply: Reply | None,
    talk: Talk | None,
    actor: Actor,
    at: datetime,
) -> dict[str, Any]:
    """Who is next between the two, since when, and what the actor can do about it."""
    talk_link = routes.observation(one.public_id, routes.TALK)

    def step(words: str, since: datetime | None, action: str = "", link: str = talk_link):
        return {
            "waiting": words,
            "since": moment(since, actor.time_zone, at),
            "mark": "attention" if action else "waiting",
            "action": action,
            "action_link": link if action else "",
        }

    if one.status is Status.DRAFT:
        return step(_("Waits for you to sign"), one.opened_at, _("Go on"), goes_on_at(one))
    if talk is not None and talk.observer_signed_at is not None:
        return step(_("Waits for their signature"), talk.observer_signed_at)
    if talk is not None and (talk.opened_at or talk.observed_signed_at):
        since = talk.observed_signed_at or talk.opened_at
        return step(_("Waits for your signature"), since, _("Open the talk"))
    rated = reply.self_rated_at if reply else None
    if rated is None and is_scored(purpose):
        return step(_("Waits for their own rating"), one.signed_at)
    if talk is not None and talk.booked_for is not None and talk.booked_for > at:
        when = moment(talk.booked_for, actor.time_zone, at).words
        return step(_("Talk: {when}").format(when=when), None)
    return step(_("Waits for the talk"), rated or one.signed_at, _("Open the talk"))
