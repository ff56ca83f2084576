"""Beginning to watch: the observation of the very session that the two agreed on."""

from datetime import datetime

from sqlmodel import Session, select

from coach_the_coach.coaching.rules import SessionDraft
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.audit import Told, logged, nothing_done
from coach_the_coach.foundation.errors import Conflict, Invalid, NotPermitted
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.actions import coached_by, observe_session, require_practised
from coach_the_coach.observations.queries import buttons_of, may_certify
from coach_the_coach.observations.rules import Aim, OpeningDraft, Source, problems_in
from coach_the_coach.observations.tables import Observation
from coach_the_coach.observations.tally.rules import Buttons
from coach_the_coach.observations.watching.actions import note_step
from coach_the_coach.observations.watching.beginning.rules import BeginningDraft
from coach_the_coach.observations.watching.queries import observation_of, own_watching
from coach_the_coach.observations.watching.rules import Move, is_its_day, is_near, next_state
from coach_the_coach.observations.watching.tables import Watching


@logged("watching:begin", _("began a planned watching"), Told.SUBJECT)
def begin_watching(
    session: Session, actor: Actor, *, public_id: str, draft: BeginningDraft, at: datetime
) -> str:
    """The public id of the observation of the agreed session, opened where it is not yet.

    What the two agreed on allows the observer this one session, also without reach.

    Raises NotFound for what the actor has no part in, Conflict on any other day and where it is not
    agreed, NotPermitted for who may not observe (or certify) any more, Invalid for answers that do
    not hold together, and for a certification by one who has not practised scoring.
    """
    actor.require(Permission.OBSERVATION_WRITE)
    watching, part = own_watching(session, actor, public_id, held=True)
    begun = observation_of(session, actor, watching)
    if begun is not None:
        nothing_done(session)
        return begun.public_id
    if next_state(watching.state, part, Move.BEGIN) is None:
        raise Conflict(_("This has gone on meanwhile. Look at it again."))
    coach = session.get_one(Person, watching.observed_id)
    is_today = is_its_day(watching.starts_at, at, actor.time_zone, coach.time_zone)
    if not (is_today and is_near(watching.starts_at, at)):
        raise Conflict(_("It can begin on the day of the session, from an hour before it on."))
    held = session.get_one(CoachingSession, watching.coaching_session_id)
    opening = _opening(session, actor, watching, held, draft, at)
    if problems := problems_in(opening, at=at):
        raise Invalid(problems)
    coached_by(session, coach, opening.session.coached_id, at)
    _note_that_it_is_held(session, held, at)
    opened = observe_session(session, actor, held, draft=opening, at=at)
    note_step(session, actor, watching, Move.BEGIN, at=at)
    return opened


def _note_that_it_is_held(session: Session, held: CoachingSession, at: datetime) -> None:
    """Keep when the session began after all, unless another observation of it says so already."""
    watched = select(Observation.id).where(Observation.coaching_session_id == held.id)
    # That of another counts here, and is not told.
    with as_program(session):
        is_watched = session.exec(watched).first() is not None
    if not is_watched:
        held.held_at = at
        session.add(held)


def _opening(
    session: Session,
    actor: Actor,
    watching: Watching,
    held: CoachingSession,
    draft: BeginningDraft,
    at: datetime,
) -> OpeningDraft:
    """The answers that opening asks for: most of them were given when it was agreed."""
    coach = session.get_one(Person, held.coach_id)
    if watching.aim is Aim.CERTIFICATION and not may_certify(session, actor, coach=coach.public_id):
        raise NotPermitted
    if watching.aim is Aim.CERTIFICATION:
        require_practised(session, actor, field="practice")
    is_light = buttons_of(session, actor).is_light
    return OpeningDraft(
        session=SessionDraft(
            coach_id=coach.public_id,
            coached_id=session.get_one(Person, held.coached_id).public_id,
            purpose=held.purpose,
            planned=held.planned,
            held_at=at,
        ),
        observer_id=actor.public_id,
        aim=watching.aim,
        source=Source.LIVE,
        buttons=Buttons.FOUR if is_light else draft.buttons,
        both_agreed=draft.both_agreed,
    )
