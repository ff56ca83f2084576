"""Taking a session out of the log again."""

from datetime import datetime

from sqlmodel import Session, select

from coach_the_coach.coaching.log.entry.queries import own_entry
from coach_the_coach.coaching.log.rules import problems_in_reason
from coach_the_coach.coaching.log.tables import Commitment, LogBody
from coach_the_coach.evidence import actions as evidence
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.turns import wait_for_people


@logged("log:withdraw", _("withdrew a coaching session from the log"), Told.SUBJECT)
def withdraw(session: Session, actor: Actor, *, public_id: str, reason: str, at: datetime) -> None:
    """Take back what one logged, and say why: it stays to be read and counts no longer.

    Raises NotFound for what is not the actor's own, Invalid without a reason, Conflict for a
    practice of the team.
    """
    actor.require(Permission.COACHING_HOLD)
    wait_for_people(session, [actor.person_id])
    entry = own_entry(session, actor, public_id)
    if entry.coached_id is None:
        raise Conflict(_("A practice of the team is changed where it was led."))
    if problems := problems_in_reason(reason):
        raise Invalid(problems)
    if entry.withdrawn_at is not None:
        nothing_done(session)
        return
    entry.withdrawn_at, entry.coaching_session_id = at, None
    body = session.get_one(LogBody, entry.id)
    body.why_withdrawn = reason.replace("\0", "").strip()
    step = session.exec(select(Commitment).where(Commitment.log_entry_id == entry.id)).first()
    if step is not None and step.closed_at is None:
        step.closed_at = at
    session.add_all(one for one in (entry, body, step) if one is not None)
    # The reason itself is for those who may read the words, and not for all who see what counts.
    evidence.withdraw(session, entry.public_id, at=at, reason=_("Withdrawn from the log."))
    evidence.turn_stale(session, entry.coach_id, [entry.held_on], at=at)
    about(session, person_id=entry.coached_id, thing=entry.public_id)
