"""Opening an observation, and discarding one that was opened by mistake."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from coach_the_coach.coaching.queries import coaches
from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.audit import about, logged
from coach_the_coach.foundation.errors import Invalid, NotPermitted
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible_person
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.notices.actions import tell
from coach_the_coach.observations.focus.queries import followed_talk_id
from coach_the_coach.observations.letters.actions import withdraw_eve
from coach_the_coach.observations.queries import (
    buttons_of,
    may_certify,
    newest_rubric,
    own_draft,
)
from coach_the_coach.observations.readiness.queries import practices_left
from coach_the_coach.observations.readiness.rules import missing_words
from coach_the_coach.observations.rules import Aim, OpeningDraft, Source, problems_in
from coach_the_coach.observations.tables import (
    KindAnswer,
    Note,
    Observation,
    ObservationBody,
    PendingDecision,
    Rating,
    Talk,
    TalkBody,
    Tap,
    Transcript,
    TranscriptTurn,
    TurnCode,
)
from coach_the_coach.observations.tally.rules import Buttons
from coach_the_coach.shell import routes

PARTS = (
    ObservationBody,
    Rating,
    Tap,
    KindAnswer,
    Note,
    TranscriptTurn,
    TurnCode,
    Transcript,
    PendingDecision,
)
"""What may hang on an observation before it is signed."""


@logged("observation:open", _("opened an observation"))
def open_observation(session: Session, actor: Actor, *, draft: OpeningDraft, at: datetime) -> str:
    """Open an observation of a coaching session and return its public id.

    Raises NotFound for a coach the actor cannot see, NotPermitted for one they may not observe,
    Invalid for answers that do not hold together, and for a certification by one who has not
    practised scoring.
    """
    actor.require(Permission.OBSERVATION_WRITE)
    draft = replace(draft, observer_id=actor.public_id)
    if buttons_of(session, actor).is_light:
        draft = replace(draft, buttons=Buttons.FOUR)
    if problems := _problems(draft, at):
        raise Invalid(problems)
    aim = Aim(draft.aim)
    coach = visible_person(session, actor, draft.session.coach_id, Permission.OBSERVATION_WRITE)
    if aim is Aim.CERTIFICATION:
        visible_person(session, actor, draft.session.coach_id, Permission.OBSERVATION_CERTIFY)
        if not may_certify(session, actor, coach=coach.public_id):
            raise NotPermitted(_("Whoever reports to somebody does not certify them."))
        require_practised(session, actor, field="aim")
    coached = coached_by(session, coach, draft.session.coached_id, at)
    held = CoachingSession(
        coach_id=coach.id or 0,
        coached_id=coached.id or 0,
        purpose=Purpose(draft.session.purpose),
        planned=bool(draft.session.planned),
        held_at=draft.session.held_at or at,
    )
    session.add(held)
    session.flush()
    return observe_session(session, actor, held, draft=draft, at=at)


def observe_session(
    session: Session, actor: Actor, held: CoachingSession, *, draft: OpeningDraft, at: datetime
) -> str:
    """Open an observation of a session that is there and return its public id.

    Whoever asks has made sure that the actor may observe it, and that the answers hold together.
    """
    actor.require(Permission.OBSERVATION_WRITE)
    observation = Observation(
        coaching_session_id=held.id or 0,
        observer_id=actor.person_id,
        observed_id=held.coach_id,
        aim=Aim(draft.aim),
        source=Source(draft.source),
        buttons=Buttons(draft.buttons),
        rubric_id=newest_rubric(session).id or 0,
        followed_id=followed_talk_id(
            session, observer_id=actor.person_id, observed_id=held.coach_id
        ),
        both_agreed=draft.both_agreed,
        opened_at=at,
    )
    session.add(observation)
    session.flush()
    session.add(ObservationBody(observation_id=observation.id or 0, salt=new_id()))
    about(session, person_id=held.coach_id, thing=observation.public_id)
    return observation.public_id


@logged("observation:discard", _("discarded an unsigned observation"))
def discard_draft(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Delete an observation that was never signed, with all that hangs on it, its talk too.

    A time booked for the talk is called off with a notice.

    Raises NotFound for what is not the actor's own draft, Conflict for one that is signed.
    """
    observation = own_draft(session, actor, public_id)
    about(session, person_id=observation.observed_id, thing=public_id)
    if (called_off := forget_draft(session, observation)) is not None:
        text = _("{name} has discarded the observation, so your fifteen minutes are called off.")
        told = text.format(name=actor.name)
        tell(session, called_off.observed_id, told, link=routes.HOME, at=at)


def forget_draft(session: Session, observation: Observation) -> Talk | None:
    """Delete an observation that was never signed, with all that hangs on it, its talk too.

    Returns the talk for which a time was booked, that the one observed waits for in vain. Whoever
    asks has made sure that it may go.
    """
    number, held = observation.id, observation.coaching_session_id
    for part in PARTS:
        session.exec(delete(part).where(col(part.observation_id) == number))
    session.exec(delete(Observation).where(col(Observation.id) == number))
    # A correction shares its session and its talk with the version it corrects; somebody else's
    # observation counts here too, and is not told.
    others = select(Observation.id).where(Observation.coaching_session_id == held)
    with as_program(session):
        is_used = session.exec(others).first() is not None
    if is_used:
        return None
    talk = session.exec(select(Talk).where(Talk.coaching_session_id == held)).first()
    if talk is not None:
        _delete_talk(session, talk)
    try:
        # One that somebody has planned to watch stays planned.
        with session.begin_nested():
            session.exec(delete(CoachingSession).where(col(CoachingSession.id) == held))
    except IntegrityError:
        pass
    return talk if talk is not None and talk.booked_for is not None else None


def _problems(draft: OpeningDraft, at: datetime) -> dict[str, str]:
    """What keeps the observation from being opened; a transcript is of something past."""
    problems = problems_in(draft, at=at)
    held_at = draft.session.held_at
    if draft.source == Source.TRANSCRIPT and held_at is not None and held_at > at:
        later = _("A transcript is of a session that has taken place. Check the date.")
        problems.setdefault("held_at", later)
    return problems


def _delete_talk(session: Session, talk: Talk) -> None:
    """Delete a talk about nothing, and the letter that reminds of its time."""
    session.exec(delete(TalkBody).where(col(TalkBody.talk_id) == talk.id))
    session.exec(delete(Talk).where(col(Talk.id) == talk.id))
    if talk.booked_for is not None:
        withdraw_eve(session, talk, talk.booked_for)


def require_practised(session: Session, actor: Actor, *, field: str) -> None:
    """Go on only as one who has practised scoring. Raises Invalid, said of `field`."""
    if problem := missing_words(practices_left(session, actor.person_id)):
        raise Invalid({field: problem})


def coached_by(session: Session, coach: Person, public_id: str, at: datetime) -> Person:
    """The person coached, who reports to the coach; both are still here. Raises Invalid."""
    who_coaches = select(Person.id).where(Person.id == coach.id, coaches(at), in_employment(at))
    if session.exec(who_coaches).first() is None:
        raise Invalid(
            {"coach_id": _("{name} does not coach anybody here.").format(name=coach.name)}
        )
    person = session.exec(
        select(Person)
        .join(Reach, col(Reach.descendant_id) == col(Person.id))
        .where(Reach.ancestor_id == coach.id, Reach.depth == 1, Person.public_id == public_id)
        .where(in_employment(at))
    ).first()
    if person is None:
        raise Invalid(
            {"coached_id": _("Choose somebody whom {name} leads.").format(name=coach.name)}
        )
    return person
