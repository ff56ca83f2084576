"""Setting up one's own second factor, and switching it off."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.foundation import audit
from coach_the_coach.foundation.audit import About, Told, about, logged, unlogged
from coach_the_coach.foundation.erasing import REASON_LENGTH
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity import invitations, second_factor, sign_in
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.tables import Person
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.actions import tell
from coach_the_coach.shell import routes

REMOVE = "second_factor:remove"
"""What the log calls it when the command line takes one away."""


@unlogged("it counts for nothing until a number of it was shown, which is written down")
def begin(session: Session, actor: Actor, *, at: datetime) -> None:
    """Make a secret to be read into a program on a phone.

    Raises NotFresh, for whoever finds an open page must not shut its owner out; Conflict for one
    who has a second factor.
    """
    actor.require(Permission.SELF)
    actor.require_fresh(at)
    second_factor.begin(session, actor.person_id, at)


@logged("second_factor:confirm", _("switched the second step on"), Told.BOTH)
def confirm(session: Session, actor: Actor, *, number: str, at: datetime) -> list[str]:
    """Have it count, now that the phone shows its numbers; returns recovery codes, shown once.

    Raises NotFresh, Invalid for a number that is not right, Conflict where nothing was begun.
    """
    actor.require(Permission.SELF)
    actor.require_fresh(at)
    codes = second_factor.confirm(session, actor.person_id, number, at)
    about(session, person_id=actor.person_id)
    text = _("A second step is asked for when you sign in.")
    tell(session, actor.person_id, text, link=routes.SECOND, at=at)
    return codes


@logged("second_factor:renew", _("made new recovery codes"), Told.BOTH)
def renew(session: Session, actor: Actor, *, at: datetime) -> list[str]:
    """New recovery codes, shown once; the earlier ones work no more.

    Raises NotFresh, Conflict for one who has no second factor.
    """
    actor.require(Permission.SELF)
    actor.require_fresh(at)
    about(session, person_id=actor.person_id)
    return second_factor.renew_codes(session, actor.person_id)


@logged("second_factor:end", _("switched the second step off"), Told.BOTH)
def end(session: Session, actor: Actor, *, at: datetime) -> None:
    """Sign in without a second factor from now on; they are told, should it not have been them.

    Raises NotFresh.
    """
    actor.require(Permission.SELF)
    actor.require_fresh(at)
    second_factor.end(session, actor.person_id)
    about(session, person_id=actor.person_id)
    text = _("The second step was switched off: your password alone lets you in.")
    tell(session, actor.person_id, text, link=routes.SECOND, at=at)


@logged(REMOVE, _("took somebody's second step away"), Told.BOTH)
def remove(session: Session, person: Person, *, reason: str, at: datetime) -> None:
    """Take the second factor of somebody who lost phone and codes; for the command line alone.

    They are told, and all their sign-ins and open invitations end: whoever has talked somebody into
    it is not in yet, and comes in by no link.

    Raises Invalid without a reason, Conflict where there is no second factor.
    """
    if not reason.strip():
        raise Invalid({"reason": _("Say why the second step goes.")})
    who = person.id or 0
    wait_for_people(session, [who])
    if not second_factor.has_factor(session, who):
        raise Conflict(_("{name} has no second step.").format(name=person.name))
    second_factor.end(session, who)
    sign_in.end_sign_ins(session, sign_in.sign_ins_of(session, who), at)
    invitations.end_invitations(session, who, at)
    text = _(
        "Whoever runs the server took your second step away, as for a lost phone: your password "
        "alone lets you in. Set it up anew."
    )
    tell(session, who, text, link=routes.SECOND, at=at)
    of = About(who, person.public_id, {"reason": reason.strip()[:REASON_LENGTH]})
    audit.note(session, REMOVE, actor_id=None, at=at, of=of)
