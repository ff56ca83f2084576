"""Who waits for whom between the reader and those whom they observe."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case
from sqlmodel import Session, and_, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.when import local_day, moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.scope import sees
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.queries import goes_on_at
from coach_the_coach.observations.rubric.rules import is_scored
from coach_the_coach.observations.rules import TalkStage, TalkStands, talk_stage
from coach_the_coach.observations.scope import (
    is_current,
    is_for_appeal,
    is_its_talk,
    is_signed,
    is_watched_since,
    watch_again_on,
)
from coach_the_coach.observations.tables import (
    Observation,
    ObservationBody,
    Reply,
    Status,
    Talk,
)
from coach_the_coach.observations.waiting.queries import LONG
from coach_the_coach.people.rules import Need
from coach_the_coach.shell import routes


def need_of(actor: Actor, last: Any, waits: Collection[int], at: datetime) -> ColumnElement[int]:
    """Why a person needs the actor, so that whole pages are in order; `waits` are inner ids."""
    return case(
        (col(Person.id).in_(waits), int(Need.WAITS)),
        (col(Person.id).in_(_promised(actor, at)), int(Need.PROMISED)),
        (or_(last.is_(None), last < at - LONG), int(Need.UNSEEN)),
        else_=int(Need.NOTHING),
    )


def _promised(actor: Actor, at: datetime) -> SelectOfScalar[int]:
    """Whom the actor promised to watch again by a day that has passed, and has not since."""
    return (
        select(Observation.observed_id)
        .join(ObservationBody, col(ObservationBody.observation_id) == col(Observation.id))
        .join(Talk, is_shared_talk(actor), isouter=True)
        .where(
            Observation.observer_id == actor.person_id,
            is_signed(),
            is_current(),
            watch_again_on() < local_day(at, actor.time_zone),
            ~is_watched_since(),
        )
    )


def watched_since(session: Session, actor: Actor, talks: Collection[int | None]) -> set[int]:
    """Of these talks of the actor's, those after which their observer watched again and signed."""
    found = session.exec(
        select(Talk.id)
        .join(Observation, is_shared_talk(actor))
        .where(col(Talk.id).in_(talks), is_current(), is_watched_since(signed=True))
    ).all()
    return {talk for talk in found if talk}


def is_shared_talk(actor: Actor) -> ColumnElement[bool]:
    """The condition that a talk is the one over an observation, and the actor one of its two."""
    return and_(is_its_talk(), sees(Talk, actor, None))


def stage_of(purpose: Purpose, reply: Reply | None, talk: Talk | None) -> TalkStage:
    """How far the handing over of an observation for `purpose` has come."""
    return talk_stage(
        TalkStands(
            is_scored=is_scored(purpose),
            self_rated=reply is not None and reply.self_rated_at is not None,
            without_own_view=talk is not None and talk.without_own_view,
            shown=talk is not None and talk.shown_at is not None,
            observer_signed=talk is not None and talk.observer_signed_at is not None,
            observed_signed=talk is not None and talk.observed_signed_at is not None,
            acknowledged=reply is not None and reply.acknowledged_at is not None,
        )
    )


def is_to_come(stage: TalkStage, talk: Talk | None) -> bool:
    """Whether the two have yet to talk: both views may be open to one who read them alone."""
    is_alone = talk is not None and talk.read_alone and talk.opened_at is None
    is_signed = talk is not None and (talk.observer_signed_at or talk.observed_signed_at)
    return stage is TalkStage.QUESTIONS or (
        stage is TalkStage.AGREEING and is_alone and not is_signed
    )


def waiting_between(session: Session, actor: Actor, at: datetime) -> dict[int, dict[str, Any]]:
    """What waits between the actor and each whom they observed, by inner id.

    Of several the one that the actor can do something about, and of these the one that waits
    longest.
    """
    found = session.exec(
        select(Observation, CoachingSession.purpose, Reply, Talk)
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .join(Reply, col(Reply.observation_id) == col(Observation.id), isouter=True)
        .join(Talk, is_shared_talk(actor), isouter=True)
        .where(
            Observation.observer_id == actor.person_id,
            sees(Observation, actor, None),
            is_current(),
            col(Reply.acknowledged_at).is_(None),
            # There is no talk about what is scored again for an appeal.
            or_(Observation.status == Status.DRAFT, ~is_for_appeal()),
            # A correction can be begun after both have signed.
            or_(
                Observation.status != Status.SIGNED,
                col(Talk.observer_signed_at).is_(None),
                col(Talk.observed_signed_at).is_(None),
            ),
        )
        .order_by(col(Observation.opened_at).desc(), col(Observation.id).desc())
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
    if one.status is Status.BLIND:
        return step(_("Waits for the second observer"), one.signed_at)
    stage = stage_of(purpose, reply, talk)
    if stage is TalkStage.OWN_VIEW:
        return step(_("Waits for their own rating"), one.signed_at)
    if is_to_come(stage, talk):
        if when := booked_words(talk, actor, at):
            return step(when, None)
        rated = reply.self_rated_at if reply else None
        return step(_("Waits for the talk"), rated or one.signed_at, _("Open the talk"))
    if talk is not None and talk.observer_signed_at is not None:
        return step(_("Waits for their signature"), talk.observer_signed_at)
    since = (talk.observed_signed_at or talk.opened_at) if talk is not None else None
    return step(_("Waits for your signature"), since, _("Open the talk"))


def booked_words(talk: Talk | None, actor: Actor, at: datetime) -> str:
    """When a talk is to be that has its time and has not begun; empty for any other."""
    if talk is None or talk.opened_at is not None:
        return ""
    if talk.booked_for is None or talk.booked_for <= at:
        return ""
    when = moment(talk.booked_for, actor.time_zone, at).words
    return _("Talk: {when}").format(when=when)
