"""Setting the wanted mix of talks, and going back to what is proposed."""

from datetime import datetime

from sqlmodel import Session, delete

from coach_the_coach.coaching.tables import KindAim
from coach_the_coach.coaching.targets.rules import AimsDraft, problems_in
from coach_the_coach.foundation.audit import Told, logged
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission


@logged("target:set", _("set the mix of talks that is wanted"), Told.ADMIN)
def set_aims(session: Session, actor: Actor, *, draft: AimsDraft, at: datetime) -> None:
    """Keep the organisation's own mix in place of the last; of two at once the later one's holds.

    Raises NotPermitted for whoever may not set it, Invalid for a mix that cannot be.
    """
    actor.require(Permission.TARGET_WRITE)
    if problems := problems_in(draft):
        raise Invalid(problems)
    rows = [
        {
            "kind": kind,
            "at_least": bounds.at_least,
            "at_most": bounds.at_most,
            "set_by_id": actor.person_id,
            "set_at": at,
        }
        # In one order, so that of two who set them at once neither waits for the other.
        for kind, bounds in sorted(draft.bounds.items())
    ]
    into = insert_into(session, KindAim)
    written = {name: into.excluded[name] for name in rows[0] if name != "kind"}
    session.exec(into.values(rows).on_conflict_do_update(index_elements=["kind"], set_=written))
    session.expire_all()


@logged("target:reset", _("went back to the proposed mix of talks"), Told.ADMIN)
def take_proposal(session: Session, actor: Actor) -> None:
    """Go back to the mix that is proposed. Raises NotPermitted for whoever may not set it."""
    actor.require(Permission.TARGET_WRITE)
    session.exec(delete(KindAim))
