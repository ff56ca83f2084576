"""Which sessions can be scored by two, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Subquery, and_, exists, or_, union
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coach_the_coach.calibration.rules import ASKED_FOR
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import reaches
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.scope import is_shown
from coach_the_coach.observations.tables import (
    BlindScoring,
    Observation,
    Status,
    Transcript,
)
from coach_the_coach.observations.watching.rules import State
from coach_the_coach.observations.watching.tables import Watching

SESSIONS: Final = 30
"""Most sessions offered at once. Source: docs/method.md#lists."""

_coached, _observer = aliased(Person), aliased(Person)


@dataclass(frozen=True)
class Askable:
    """A session that another can score as well, and who scores it first."""

    held: CoachingSession
    observed: Person
    coached: Person
    first: Person


def sessions_to_ask(
    session: Session, actor: Actor, *, at: datetime, held_id: str = ""
) -> list[Askable]:
    """Sessions of which the actor may have another score them as well, the newest first.

    Agreed for certification, or observed for it and not talked over: by the actor, or of somebody
    in reach; drafts of others are none of them. One session where `held_id` names it.
    """
    named = [CoachingSession.public_id == held_id] if held_id else []
    observed, watched = col(CoachingSession.coach_id), _first_of(actor)
    with as_program(session):
        found = session.exec(
            select(CoachingSession, Person, _coached, _observer)
            .join(Person, col(Person.id) == observed)
            .join(_coached, col(_coached.id) == col(CoachingSession.coached_id))
            .join(watched, watched.c.held == col(CoachingSession.id))
            .join(_observer, col(_observer.id) == watched.c.observer)
            .where(
                observed != actor.person_id,
                CoachingSession.held_at > at - ASKED_FOR,
                ~_is_scored_by_two(),
                ~_is_talked_over(),
                *named,
            )
            .order_by(
                col(CoachingSession.held_at).desc(),
                col(CoachingSession.id).desc(),
                col(_observer.id),
            )
            .limit(SESSIONS)
        ).all()
    first_of: dict[int, Askable] = {}
    for held, person, coached, observer in found:
        first_of.setdefault(held.id or 0, Askable(held, person, coached, observer))
    return list(first_of.values())


def session_to_ask(session: Session, actor: Actor, *, held_id: str, at: datetime) -> Askable:
    """The one of these with that public id. Raises NotFound for any other."""
    found = sessions_to_ask(session, actor, at=at, held_id=held_id)
    if not found:
        raise NotFound
    return found[0]


def own_observation_in(session: Session, actor: Actor, held: CoachingSession) -> Observation | None:
    """The actor's own observation of a session, the first version; None before it is opened."""
    return session.exec(
        select(Observation).where(
            Observation.coaching_session_id == held.id,
            Observation.observer_id == actor.person_id,
            Observation.aim == Aim.CERTIFICATION,
            col(Observation.supersedes_id).is_(None),
        )
    ).first()


def is_signed_by(session: Session, scoring: BlindScoring, actor: Actor) -> bool:
    """Whether the actor has signed their own observation of the session."""
    return (
        session.exec(
            select(Observation.id).where(
                Observation.coaching_session_id == scoring.coaching_session_id,
                Observation.observer_id == actor.person_id,
                Observation.aim == Aim.CERTIFICATION,
                Observation.status != Status.DRAFT,
            )
        ).first()
        is not None
    )


def words_of(session: Session, held_id: int) -> Transcript | None:
    """The transcript of a session whose words are still there, of whoever brought it in.

    As the program: for copying its words to who scores the session as well.
    """
    return session.exec(
        select(Transcript)
        .join(Observation, col(Observation.id) == col(Transcript.observation_id))
        .where(
            Observation.coaching_session_id == held_id,
            Observation.aim == Aim.CERTIFICATION,
            col(Transcript.deleted_at).is_(None),
        )
        .order_by(col(Transcript.observation_id))
    ).first()


def held_observations(session: Session, held_id: int) -> Sequence[Observation]:
    """Every observation of a session, held until the transaction ends. As the program."""
    return session.exec(
        select(Observation)
        .where(Observation.coaching_session_id == held_id)
        .order_by(col(Observation.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def is_talked_over(session: Session, held_id: int) -> bool:
    """Whether both views were opened of something signed of the session. As the program."""
    found = select(CoachingSession.id).where(CoachingSession.id == held_id, _is_talked_over())
    return session.exec(found).first() is not None


def _first_of(actor: Actor) -> Subquery:
    """Which session is watched for certification, and by whom, as far as the actor may know.

    Gathered once: asked of every session and everybody, it takes longer the more there are.
    """
    planned = columns(
        col(Watching.coaching_session_id).label("held"), col(Watching.observer_id).label("observer")
    ).where(
        col(Watching.aim) == Aim.CERTIFICATION,
        col(Watching.state) == State.AGREED,
        or_(
            reaches(col(Watching.observed_id), actor, Permission.COACHING_COUNT),
            col(Watching.observer_id) == actor.person_id,
        ),
    )
    of_them = columns(col(Observation.coaching_session_id), col(Observation.observer_id)).where(
        col(Observation.aim) == Aim.CERTIFICATION
    )
    own = of_them.where(col(Observation.observer_id) == actor.person_id)
    signed = of_them.where(
        col(Observation.status) == Status.SIGNED,
        reaches(col(Observation.observed_id), actor, Permission.COACHING_COUNT),
    )
    return union(planned, own, signed).subquery()


def _is_scored_by_two() -> ColumnElement[bool]:
    return exists().where(
        col(BlindScoring.coaching_session_id) == col(CoachingSession.id),
        col(BlindScoring.called_off_at).is_(None),
    )


def _is_talked_over() -> ColumnElement[bool]:
    """The condition that both views are open: what is known cannot be kept back any more."""
    return exists().where(
        and_(
            col(Observation.coaching_session_id) == col(CoachingSession.id),
            col(Observation.aim) == Aim.CERTIFICATION,
            is_shown(),
        )
    )
