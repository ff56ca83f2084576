"""Inviting somebody."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible_person
from coach_the_coach.identity.sign_in import invite


def invite_person(session: Session, actor: Actor, *, person: str, at: datetime) -> str:
    """The secret of a new invitation of this person; earlier ones stop working.

    Raises NotFound for somebody the actor cannot see, NotPermitted without the permission.
    """
    actor.require(Permission.PERSON_IMPORT)
    invited = visible_person(session, actor, person)
    return invite(session, invited.id or 0, at)
