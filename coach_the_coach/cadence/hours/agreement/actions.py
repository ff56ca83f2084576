"""Agreeing to what somebody will drop."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.cadence.hours.tables import TimeAudit
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import leads_directly
from coach_the_coach.notices.actions import tell
from coach_the_coach.shell import routes


@logged("time_audit:agree", _("agreed to what will be dropped"), Told.SUBJECT)
def agree(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Agree to what somebody who reports directly to the actor will drop; they are told.

    Raises NotFound for anybody else's, and before it is closed.
    """
    actor.require(Permission.COACHING_SIGN)
    audit = session.exec(
        select(TimeAudit)
        .where(
            TimeAudit.public_id == public_id,
            leads_directly(col(TimeAudit.person_id), actor, Permission.COACHING_SIGN),
            col(TimeAudit.closed_at).is_not(None),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if audit is None:
        raise NotFound
    if audit.agreed_at is not None:
        nothing_done(session)
        return
    audit.agreed_by_id, audit.agreed_at = actor.person_id, at
    session.add(audit)
    session.flush()
    about(session, person_id=audit.person_id, thing=public_id)
    text = _("{name} agreed to what you will drop.").format(name=actor.name)
    tell(session, audit.person_id, text, link=routes.HOURS, at=at)
