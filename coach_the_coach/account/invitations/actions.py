"""Inviting somebody."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.foundation.audit import Told, about, logged
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.invitations import invite
from coach_the_coach.identity.scope import visible_person
from coach_the_coach.identity.sign_in import can_come_in
from coach_the_coach.notices.actions import tell
from coach_the_coach.shell import routes


@logged("person:invite", _("made an invitation"), Told.BOTH)
def invite_person(session: Session, actor: Actor, *, person: str, at: datetime) -> str:
    """The secret of a new invitation of this person; earlier ones stop working.

    Somebody who can sign in already is told: whoever has the link can take their place.

    Raises NotFound for somebody the actor cannot see, NotPermitted without the permission, and
    NotFresh.
    """
    actor.require(Permission.PERSON_IMPORT)
    actor.require_fresh(at)
    invited = visible_person(session, actor, person)
    if can_come_in(session, [invited.id or 0]):
        text = _("{name} made a link with which somebody can come in as you.")
        tell(session, invited.id or 0, text.format(name=actor.name), link=routes.ACCOUNT, at=at)
    about(session, person_id=invited.id)
    return invite(session, invited.id or 0, at)
