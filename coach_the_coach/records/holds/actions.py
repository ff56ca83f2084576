"""Setting a hold on what is kept of somebody, and ending it."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.foundation import audit
from coach_the_coach.foundation.audit import About, Told, logged
from coach_the_coach.foundation.erasing import (
    REASON_LENGTH,
    LegalHold,
    erased_on,
    wait_for_takers,
)
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.tables import Person
from coach_the_coach.identity.turns import wait_for_people

HOLDS = "person:hold"
"""What the log calls a hold."""

ENDS = "person:unhold"
"""What the log calls its end."""


@logged(HOLDS, _("set a hold on a person's data"), Told.ADMIN)
def hold(session: Session, person: Person, *, reason: str, at: datetime) -> None:
    """Have nothing of a person erased or let go of until it is ended.

    Raises Invalid without a reason, Conflict where there is a hold already or nothing is left.
    """
    if not reason.strip():
        raise Invalid({"reason": _("Say why what is kept must stay.")})
    wait_for_takers(session)
    wait_for_people(session, [person.id or 0])
    if erased_on(session, person.id or 0) is not None:
        raise Conflict(_("This person has been erased already."))
    if _open(session, person) is not None:
        raise Conflict(_("There is a hold on what is kept of this person already."))
    why = reason.strip()[:REASON_LENGTH]
    session.add(LegalHold(person_id=person.id or 0, reason=why, since=at))
    of = About(person.id, person.public_id, {"reason": why})
    audit.note(session, HOLDS, actor_id=None, at=at, of=of)


@logged(ENDS, _("ended a hold on a person's data"), Told.ADMIN)
def end_hold(session: Session, person: Person, *, at: datetime) -> None:
    """Let what is kept of a person go as everybody's does. Raises Conflict where there is none."""
    wait_for_takers(session)
    held = _open(session, person)
    if held is None:
        raise Conflict(_("There is no hold on what is kept of this person."))
    held.until = at
    session.add(held)
    of = About(person.id, person.public_id)
    audit.note(session, ENDS, actor_id=None, at=at, of=of)


def _open(session: Session, person: Person) -> LegalHold | None:
    """The hold in force."""
    found = select(LegalHold).where(
        LegalHold.person_id == person.id, col(LegalHold.until).is_(None)
    )
    return session.exec(found.with_for_update()).first()
