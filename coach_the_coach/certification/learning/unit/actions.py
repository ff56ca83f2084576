"""Saying where a unit was used."""

from datetime import datetime

from sqlmodel import Session, select

from coach_the_coach.certification.learning.content.queries import unit_named
from coach_the_coach.certification.learning.queries import is_used
from coach_the_coach.certification.learning.rules import problems_in_use
from coach_the_coach.certification.learning.tables import UnitUse
from coach_the_coach.certification.learning.unit.queries import own_session
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.evidence.actions import keep, withdraw
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.foundation.audit import about, logged
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.turns import wait_for_people


@logged("unit:use", _("said where a learning unit was used"))
def use_unit(
    session: Session, actor: Actor, *, unit: str, entry: str, words: str, at: datetime
) -> None:
    """Name the session in which the actor used a unit, and what they did differently.

    Raises NotFound for no unit, Invalid for a session that is not theirs or was before they read
    it, and for too few or too many words; Conflict where it was said already, and still stands.
    """
    actor.require(Permission.COACHING_HOLD)
    unit_named(unit)
    wait_for_people(session, [actor.person_id])
    use = session.exec(
        select(UnitUse)
        .where(UnitUse.person_id == actor.person_id, UnitUse.unit == unit)
        .execution_options(populate_existing=True)
    ).first()
    if use is None:
        raise Conflict(_("Read the page and answer its questions first."))
    before = session.get(LogEntry, use.log_entry_id) if use.log_entry_id else None
    if is_used(use, before):
        raise Conflict(_("You have said already where you used this."))
    # A null character is text to a browser and not to a database.
    plain = " ".join(words.replace("\0", "").split())
    problems = problems_in_use(plain)
    held = own_session(session, actor, use=use, public_id=entry)
    if held is None:
        problems["entry"] = _("Choose one of your sessions since you read this.")
    if held is None or problems:
        raise Invalid(problems)
    if before is not None:
        # What counted rested on a session that no longer stands; it counts anew with this one.
        withdraw(session, use.public_id, at=at, reason=_("The session named was withdrawn."))
    use.used_at, use.log_entry_id, use.words = at, held.id, plain
    session.add(use)
    session.flush()
    about(session, thing=use.public_id)
    keep(session, actor.person_id, EvidenceKind.UNIT_USED, use.public_id, at=held.held_at, now=at)
