"""Whom one may observe, and which observations one may open."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coach_the_coach.coaching.rules import purpose_word
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.errors import Conflict, NotFound
from coach_the_coach.foundation.when import moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import COACHING_ROLES, Actor, Permission
from coach_the_coach.identity.scope import leads_directly, reaches, visible, visible_person
from coach_the_coach.identity.tables import Grant, Person, Reach
from coach_the_coach.observations.rows import HeaderRow, PersonRow
from coach_the_coach.observations.rules import Aim, aim_word, source_word
from coach_the_coach.observations.tables import Observation, Reply, Rubric, Status

CHOICES = 50
"""Most people offered at once; a search finds the others. Source: docs/method.md#lists."""


def people_to_observe(
    session: Session, actor: Actor, *, search: str, at: datetime
) -> list[PersonRow]:
    """People in reach who coach, by name, at most `CHOICES`, whose name or team holds `search`."""
    found = session.exec(
        visible(Person, actor, Permission.OBSERVATION_WRITE)
        .where(col(Person.id) != actor.person_id, coaches(at))
        .where(_named_like(search))
        .order_by(col(Person.given_name), col(Person.family_name), col(Person.id))
        .limit(CHOICES)
    ).all()
    return [_person_row(person) for person in found]


def coached_by(session: Session, actor: Actor, *, coach: str) -> list[PersonRow]:
    """Those who report to this coach today, by name, at most `CHOICES` times two.

    Raises NotFound or NotPermitted for a coach the actor may not observe.
    """
    person = visible_person(session, actor, coach, Permission.OBSERVATION_WRITE)
    found = session.exec(
        select(Person)
        .join(Reach, col(Reach.descendant_id) == col(Person.id))
        .where(Reach.ancestor_id == person.id, Reach.depth == 1)
        .order_by(col(Person.given_name), col(Person.family_name), col(Person.id))
        .limit(CHOICES * 2)
    ).all()
    return [_person_row(one) for one in found]


def coaches(at: datetime) -> ColumnElement[bool]:
    """The condition that a person holds a role, in force at `at`, that makes them coach others."""
    return col(Person.id).in_(
        select(Grant.person_id).where(
            col(Grant.role).in_(COACHING_ROLES),
            Grant.starts_at <= at,
            or_(col(Grant.ends_at).is_(None), col(Grant.ends_at) > at),
        )
    )


def own_draft(session: Session, actor: Actor, public_id: str) -> Observation:
    """The actor's own unsigned observation of that id.

    Raises NotFound where there is none of theirs, Conflict where it is signed already.
    """
    actor.require(Permission.OBSERVATION_WRITE)
    observation = session.exec(
        visible(Observation, actor).where(
            Observation.public_id == public_id, Observation.observer_id == actor.person_id
        )
    ).first()
    if observation is None:
        raise NotFound
    if observation.status is Status.SIGNED:
        raise Conflict(_("This observation is signed and cannot be changed."))
    return observation


def readable(actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor may read an observation whole.

    Its observer always; the one observed once it is signed; for certification also the direct leader.
    """
    signed = col(Observation.status) == Status.SIGNED
    decides = (
        leads_directly(col(Observation.observed_id), actor)
        if actor.can(Permission.OBSERVATION_DECIDE)
        else reaches(col(Observation.observed_id), actor, Permission.OBSERVATION_DECIDE)
    )
    return or_(
        col(Observation.observer_id) == actor.person_id,
        and_(col(Observation.observed_id) == actor.person_id, signed),
        and_(col(Observation.aim) == Aim.CERTIFICATION, signed, decides),
    )


def readable_observation(session: Session, actor: Actor, public_id: str) -> Observation:
    """An observation that the actor may read whole. Raises NotFound for any other."""
    observation = session.exec(
        visible(Observation, actor, Permission.OBSERVATION_DECIDE).where(
            Observation.public_id == public_id, readable(actor)
        )
    ).first()
    if observation is None:
        raise NotFound
    return observation


def header(session: Session, actor: Actor, *, public_id: str, at: datetime) -> HeaderRow:
    """Who, when, what for, and where it stands. Raises NotFound for one the actor may not read."""
    coached, observer, observed = aliased(Person), aliased(Person), aliased(Person)
    found = session.exec(
        select(Observation, CoachingSession, observer, observed, coached, Reply, Rubric)
        .where(Observation.public_id == public_id, readable(actor))
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .join(observer, observer.id == Observation.observer_id)
        .join(observed, observed.id == Observation.observed_id)
        .join(coached, coached.id == CoachingSession.coached_id)
        .join(Rubric, col(Rubric.id) == col(Observation.rubric_id))
        .join(Reply, col(Reply.observation_id) == col(Observation.id), isouter=True)
    ).first()
    if found is None:
        raise NotFound
    observation, held, watching, watched, other, reply, rubric = found
    return HeaderRow(
        public_id=observation.public_id,
        observer=watching.name,
        observed=watched.name,
        observed_id=watched.public_id,
        coached=other.name,
        purpose=str(held.purpose),
        purpose_word=purpose_word(held.purpose),
        planned=held.planned,
        aim=str(observation.aim),
        aim_word=aim_word(observation.aim),
        source=str(observation.source),
        source_word=source_word(observation.source),
        held=moment(held.held_at, actor.time_zone, at),
        signed=moment(observation.signed_at, actor.time_zone, at),
        rubric=f"{rubric.name} {rubric.version}",
        is_signed=observation.status is Status.SIGNED,
        is_mine=observation.observer_id == actor.person_id,
        is_about_me=observation.observed_id == actor.person_id,
        started=observation.started_at is not None,
        stopped=observation.stopped_at is not None,
        self_rated=bool(reply and reply.self_rated_at),
        acknowledged=bool(reply and reply.acknowledged_at),
        amend_reason=observation.amend_reason or "",
    )


def newest_rubric(session: Session) -> Rubric:
    """The version that new observations are made with. Raises NotFound before one was brought in."""
    rubric = session.exec(select(Rubric).order_by(col(Rubric.imported_at).desc())).first()
    if rubric is None:
        raise NotFound(_("No rubric has been brought in yet. An administrator can do that."))
    return rubric


def _named_like(search: str) -> ColumnElement[bool]:
    """The condition that the name or the team holds the words of `search`, whatever their case."""
    whole = func.lower(Person.given_name + " " + Person.family_name + " " + Person.team)
    words = search.lower().split()[:5]
    return and_(True, *(whole.contains(word, autoescape=True) for word in words))


def _person_row(person: Person) -> PersonRow:
    return PersonRow(public_id=person.public_id, name=person.name, title=person.title)
