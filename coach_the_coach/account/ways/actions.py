"""Switching passwords off and on, for everybody."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.account.ways.queries import came_by_provider
from coach_the_coach.foundation.audit import Told, about, logged
from coach_the_coach.foundation.errors import Conflict, NotPermitted
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.actions import wait_for_administrators
from coach_the_coach.identity.sign_in import OFF, ON, provider_is_on, set_passwords


@logged("house:passwords_off", _("switched signing in with a password off"), Told.ADMIN)
def switch_passwords_off(session: Session, actor: Actor, *, at: datetime) -> None:
    """Let nobody come in with a password any more.

    Who is in stays in until their sign-in ends. Raises NotPermitted for anybody but an
    administrator who has come in by the provider, NotFresh, Conflict while there is no provider.
    """
    actor.require(Permission.PERSON_IMPORT)
    wait_for_administrators(session, at, by=actor)
    if not provider_is_on():
        raise Conflict(_("Nobody could come in: no provider is set for this installation."))
    if not came_by_provider(session, actor):
        text = _("Sign in with your organisation's account first, so that you can come in again.")
        raise NotPermitted(text)
    actor.require_fresh(at)
    set_passwords(session, OFF, by=actor.person_id, at=at)
    about(session, detail={"passwords": OFF})


@logged("house:passwords_on", _("switched signing in with a password on"), Told.ADMIN)
def switch_passwords_on(session: Session, actor: Actor, *, at: datetime) -> None:
    """Let people come in with a password again. Raises NotPermitted, NotFresh."""
    actor.require(Permission.PERSON_IMPORT)
    actor.require_fresh(at)
    wait_for_administrators(session, at, by=actor)
    set_passwords(session, ON, by=actor.person_id, at=at)
    about(session, detail={"passwords": ON})
