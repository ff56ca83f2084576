"""How one's own password stands."""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from coach_the_coach.account.password.rows import PasswordRow
from coach_the_coach.foundation.audit import AuditEntry, Result
from coach_the_coach.foundation.when import moment
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import must_confirm
from coach_the_coach.identity.sign_in import passwords_are_on
from coach_the_coach.identity.tables import Account, Person

CHANGE: Final = "password:change"
"""What the log calls it when somebody changes their own."""

NEW: Final = timedelta(minutes=1)
"""How long the page says that it was changed in place of its form: it is read once."""


def own_password(session: Session, actor: Actor, *, at: datetime) -> PasswordRow:
    """Whether the actor has a password to change, and when they did last."""
    actor.require(Permission.SELF)
    if not passwords_are_on(session):
        return PasswordRow(stage="off")
    if session.get(Account, actor.person_id) is None:
        return PasswordRow(stage="none")
    changed = _changed_at(session, actor)
    return PasswordRow(
        stage="own",
        email=session.exec(select(Person.email).where(Person.id == actor.person_id)).one(),
        changed=moment(changed, actor.time_zone, at).words if changed else "",
        is_new=changed is not None and changed > at - NEW,
        must_confirm=must_confirm(session, actor, at=at),
    )


def _changed_at(session: Session, actor: Actor) -> datetime | None:
    """When the actor changed it last, as the log has it."""
    own = select(AuditEntry.at).where(
        AuditEntry.actor_id == actor.person_id,
        AuditEntry.action == CHANGE,
        AuditEntry.result == Result.DONE,
    )
    return session.exec(own.order_by(col(AuditEntry.id).desc()).limit(1)).first()
