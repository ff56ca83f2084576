"""The answer of the one observed, kept as typed and then sent."""

from datetime import datetime

from sqlmodel import Session, select

from coach_the_coach.foundation.audit import DRAFT, about, logged, nothing_done, unlogged
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.notices.actions import tell
from coach_the_coach.observations.reflect.actions import reply_to, require_current
from coach_the_coach.observations.reflect.queries import about_me
from coach_the_coach.observations.results.rules import problems_in_answer
from coach_the_coach.observations.scope import is_shown
from coach_the_coach.observations.tables import Observation, Reply
from coach_the_coach.shell import routes


@unlogged(DRAFT)
def keep_answer(session: Session, actor: Actor, *, public_id: str, answer: str) -> None:
    """Keep an answer as far as it is written; nobody else sees it before it is sent.

    Raises NotFound for everybody but the one observed, Conflict before both views are open and
    once the answer is sent or all is acknowledged, Invalid for one that is too long.
    """
    _write(session, actor, public_id, answer)


@logged("answer:send", _("answered an observation"))
def send_answer(
    session: Session, actor: Actor, *, public_id: str, answer: str, at: datetime
) -> None:
    """Send the answer to the observer; the same one again changes nothing.

    Refuses as `keep_answer`, and raises Invalid for an empty one.
    """
    observation, reply = _write(session, actor, public_id, answer)
    if reply.answered_at is not None:
        nothing_done(session)
        return
    if not reply.answer.strip():
        raise Invalid({"answer": _("Write something first. You may also leave it out.")})
    reply.answered_at = at
    session.add(reply)
    about(session, person_id=observation.observed_id, thing=public_id)
    text = _("{name} has answered your observation.").format(name=actor.name)
    _tell_observer(session, observation, text, at)


def _write(
    session: Session, actor: Actor, public_id: str, answer: str
) -> tuple[Observation, Reply]:
    """Put the text into the actor's own reply, which is held, as long as it is open."""
    observation = about_me(session, actor, public_id)
    reply, text = reply_to(session, observation), _plain(answer)
    _require_shown(session, observation)
    if reply.answered_at is not None and text == reply.answer:
        return observation, reply
    if reply.answered_at is not None:
        raise Conflict(_("Your answer is sent and stays as it is."))
    if reply.acknowledged_at is not None:
        raise Conflict(_("You have said that you talked it over. This is closed."))
    require_current(session, observation)
    if problems := problems_in_answer(text):
        raise Invalid(problems)
    reply.answer = text
    session.add(reply)
    return observation, reply


def _require_shown(session: Session, observation: Observation) -> None:
    """Go on only once both views are open. Raises Conflict."""
    shown = select(Observation.id).where(Observation.id == observation.id, is_shown())
    if session.exec(shown).first() is None:
        raise Conflict(_("First your talk, in which both views open. Then you can answer."))


def _tell_observer(session: Session, observation: Observation, text: str, at: datetime) -> None:
    link = routes.observation(observation.public_id)
    tell(session, observation.observer_id, text, link=link, at=at)


def _plain(text: str) -> str:
    """Text without NUL, which PostgreSQL does not take."""
    return text.replace("\0", "")
