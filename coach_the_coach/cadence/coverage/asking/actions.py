"""Asking one's coach for a quarter of an hour, and answering."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from coach_the_coach.cadence.coverage.asking.queries import open_request
from coach_the_coach.cadence.coverage.asking.rules import Reply, told
from coach_the_coach.cadence.coverage.queries import own_coach
from coach_the_coach.cadence.tables import QuarterHour
from coach_the_coach.evidence.actions import turn_stale
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.when import local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.actions import tell
from coach_the_coach.shell import routes


@logged("quarter_hour:ask", _("asked for 15 minutes"), Told.SUBJECT)
def ask_quarter_hour(session: Session, actor: Actor, *, at: datetime) -> str:
    """Ask one's coach for a quarter of an hour, who is told; returns its public id.

    While one waits for an answer it stays that one. Raises Conflict where nobody is to be asked.
    """
    actor.require(Permission.SELF)
    coach = own_coach(session, actor, at=at)
    if coach is None:
        raise Conflict(_("Nobody is down as your coach. Your manager's leader can name somebody."))
    if coach.person_id is None:
        raise Conflict(_("{name} has no account here. Ask directly.").format(name=coach.name))
    # Two taps of one person go one after the other, so that they are one request.
    wait_for_people(session, [actor.person_id])
    waiting = open_request(session, actor, coach_id=coach.person_id)
    if waiting is not None:
        nothing_done(session)
        return waiting.public_id
    asked = QuarterHour(coach_id=coach.person_id, rep_id=actor.person_id, asked_at=at)
    session.add(asked)
    session.flush()
    about(session, person_id=coach.person_id, thing=asked.public_id)
    turn_stale(session, coach.person_id, [local_day(at, coach.time_zone)], at=at)
    text = _("{name} asks you for 15 minutes.").format(name=actor.name)
    tell(session, coach.person_id, text, link=routes.COVERAGE, at=at)
    return asked.public_id


@logged("quarter_hour:answer", _("answered somebody who asked for 15 minutes"), Told.SUBJECT)
def answer_quarter_hour(
    session: Session, actor: Actor, *, public_id: str, reply: str, at: datetime
) -> None:
    """Say that it is booked, or that the two have talked.

    Whoever asked is told. Answered already it changes nothing. Raises NotFound for what was not
    asked of the actor, Invalid for another reply.
    """
    actor.require(Permission.SELF)
    held = session.exec(
        visible(QuarterHour, actor).where(
            QuarterHour.public_id == public_id, QuarterHour.coach_id == actor.person_id
        )
    ).first()
    if held is None:
        raise NotFound
    if reply not in set(Reply):
        raise Invalid({"reply": _("Say whether it is booked or you have talked.")})
    done = session.connection().execute(
        update(QuarterHour)
        .where(col(QuarterHour.id) == held.id, col(QuarterHour.answered_at).is_(None))
        .values(answered_at=at)
    )
    session.expire(held)
    if done.rowcount != 1:
        nothing_done(session)
        return
    about(session, person_id=held.rep_id, thing=held.public_id)
    text = told(Reply(reply)).format(name=actor.name)
    tell(session, held.rep_id, text, link=routes.HOME, at=at)
