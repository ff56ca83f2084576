"""Opening an observation."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible_person
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.observations.queries import newest_rubric
from coach_the_coach.observations.rules import Aim, OpeningDraft, Source, problems_in
from coach_the_coach.observations.tables import Observation, ObservationBody


def open_observation(session: Session, actor: Actor, *, draft: OpeningDraft, at: datetime) -> str:
    """Open an observation of a coaching session and return its public id.

    Raises NotFound for a coach the actor cannot see, NotPermitted for one they may not observe,
    Invalid for answers that do not hold together.
    """
    actor.require(Permission.OBSERVATION_WRITE)
    if problems := problems_in(draft, at=at):
        raise Invalid(problems)
    aim = Aim(draft.aim)
    coach = visible_person(session, actor, draft.session.coach_id, Permission.OBSERVATION_WRITE)
    if aim is Aim.CERTIFICATION:
        visible_person(session, actor, draft.session.coach_id, Permission.OBSERVATION_CERTIFY)
    coached = _coached(session, coach, draft.session.coached_id)
    held = CoachingSession(
        coach_id=coach.id or 0,
        coached_id=coached.id or 0,
        purpose=Purpose(draft.session.purpose),
        planned=bool(draft.session.planned),
        held_at=draft.session.held_at or at,
    )
    session.add(held)
    session.flush()
    observation = Observation(
        coaching_session_id=held.id or 0,
        observer_id=actor.person_id,
        observed_id=coach.id or 0,
        aim=aim,
        source=Source(draft.source),
        rubric_id=newest_rubric(session).id or 0,
        both_agreed=draft.both_agreed,
        opened_at=at,
    )
    session.add(observation)
    session.flush()
    session.add(ObservationBody(observation_id=observation.id or 0, salt=new_id()))
    return observation.public_id


def _coached(session: Session, coach: Person, public_id: str) -> Person:
    """The person coached, who reports to the coach. Raises Invalid for anybody else."""
    person = session.exec(
        select(Person)
        .join(Reach, col(Reach.descendant_id) == col(Person.id))
        .where(Reach.ancestor_id == coach.id, Reach.depth > 0, Person.public_id == public_id)
    ).first()
    if person is None:
        raise Invalid(
            {"coached_id": _("Choose somebody whom {name} leads.").format(name=coach.name)}
        )
    return person
