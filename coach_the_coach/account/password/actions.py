"""Changing one's own password: judged and hashed between two transactions, for both are slow."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from coach_the_coach.account.password.queries import CHANGE
from coach_the_coach.foundation.audit import Told, about, logged, unlogged
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.foundation.words import _
from coach_the_coach.identity import invitations, sign_in, throttle
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.tables import Account, Person
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.actions import tell
from coach_the_coach.shell import routes


@dataclass(frozen=True)
class Changed:
    """What comes of another password."""

    secret: str
    """The new secret of this sign-in: whoever else had the old one is out as well."""
    ended: list[str]
    """The tokens of the pages of all others, which have ended."""
    own: list[str]
    """The tokens of this one's pages, whose sockets have the old secret."""


@unlogged("nothing is changed yet: it counts, and says what makes no password of theirs")
def begin(session: Session, actor: Actor, *, at: datetime) -> tuple[str, ...]:
    """Count a choice before it is judged; returns what is known of whoever makes it.

    Raises NotFresh, NotPermitted while passwords are off, Conflict for one who has none to change,
    TooMany while one has to wait.
    """
    actor.require(Permission.SELF)
    _require_own(session, actor, at)
    throttle.take(session, [throttle.bucket(throttle.CHOICE, str(actor.person_id))], at)
    return sign_in.known_of(session.get_one(Person, actor.person_id))


@logged(CHANGE, _("changed their password"), Told.BOTH)
def change(session: Session, actor: Actor, *, hashed: str, at: datetime) -> Changed:
    """Sign in with another password, by its hash, from now on; all other ways in by the old end.

    They are told, should it not have been them. Raises as `begin`.
    """
    actor.require(Permission.SELF)
    wait_for_people(session, [actor.person_id])
    _require_own(session, actor, at)
    ended = sign_in.keep_password(session, actor.person_id, hashed, at, but=actor.sign_in_id)
    # A link that was made for a password forgotten, or by somebody who should not have it.
    invitations.end_invitations(session, actor.person_id, at)
    own = sign_in.tabs_of(session, [actor.sign_in_id])
    secret = sign_in.renew(session, actor.sign_in_id)
    about(session, person_id=actor.person_id)
    text = _("Your password was changed. Everywhere else you were signed out.")
    tell(session, actor.person_id, text, link=routes.ACCOUNT, at=at)
    return Changed(secret, ended, own)


def _require_own(session: Session, actor: Actor, at: datetime) -> None:
    """Go on only for somebody who has just shown who they are and has a password to change.

    Nobody gets a first one here: whoever comes in by the provider alone would have a way in that
    the organisation does not know, and that stays when theirs ends.
    """
    actor.require_fresh(at)
    sign_in.require_passwords(session)
    if session.get(Account, actor.person_id) is None:
        raise Conflict(_("You have no password here: you come in by your organisation."))
