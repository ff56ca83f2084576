"""A closed audit, for whoever leads its person directly and nobody else."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.cadence.hours.queries import (
    agreed_words,
    minutes_of,
    period_words,
    share_row,
)
from coach_the_coach.cadence.hours.rows import OfferedAudit
from coach_the_coach.cadence.hours.rules import drops_in
from coach_the_coach.cadence.hours.tables import TimeAudit
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import local_day
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import leads_directly
from coach_the_coach.identity.tables import Person


def offered_audit(session: Session, actor: Actor, *, public_id: str, at: datetime) -> OfferedAudit:
    """What was offered to the actor. Raises NotFound for all else, and before it is closed."""
    actor.require(Permission.COACHING_SIGN)
    found = session.exec(
        select(TimeAudit, Person)
        .join(Person, col(Person.id) == col(TimeAudit.person_id))
        .where(
            TimeAudit.public_id == public_id,
            leads_directly(col(TimeAudit.person_id), actor, Permission.COACHING_SIGN),
            col(TimeAudit.closed_at).is_not(None),
        )
    ).first()
    if found is None:
        raise NotFound
    audit, person = found
    minutes = minutes_of(session, actor, audits=[audit.id or 0])[audit.id or 0]
    by = audit.agreed_by_id
    return OfferedAudit(
        public_id=public_id,
        name=person.name,
        first_name=person.given_name,
        period=period_words(audit.starts_on, local_day(at, actor.time_zone)),
        share=share_row(minutes),
        drops=drops_in(audit.drops),
        is_agreed=by is not None,
        agreed=agreed_words(names_of(session, [by])[by] if by else ""),
    )
