"""What a person changes of their own account."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.account.rules import ZONES
from coach_the_coach.foundation.audit import Told, about, logged, unlogged
from coach_the_coach.foundation.changes import EVER, changed
from coach_the_coach.foundation.errors import Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.sign_in import end_sign_ins, sign_ins_of
from coach_the_coach.identity.tables import Person


@logged("sign_in:end", _("ended one of their sign-ins"), Told.ADMIN)
def end_own_sign_in(session: Session, actor: Actor, *, sign_in: str, at: datetime) -> list[str]:
    """End one of the actor's sign-ins; returns the tokens of its open pages.

    Raises NotFound for one that is not theirs.
    """
    actor.require(Permission.SELF)
    own = sign_ins_of(session, actor.person_id)
    found = next((one for one in own if str(one) == sign_in), None)
    if found is None:
        raise NotFound
    about(session, person_id=actor.person_id)
    return end_sign_ins(session, [found], at)


@logged("sign_in:end_others", _("ended all their other sign-ins"), Told.ADMIN)
def end_other_sign_ins(session: Session, actor: Actor, *, at: datetime) -> list[str]:
    """End all of the actor's sign-ins but the one that asks; returns the tokens of their pages."""
    actor.require(Permission.SELF)
    own = sign_ins_of(session, actor.person_id)
    about(session, person_id=actor.person_id)
    return end_sign_ins(session, [one for one in own if one != actor.sign_in_id], at)


@unlogged("a setting of one's own that nobody else sees")
def choose_time_zone(session: Session, actor: Actor, *, zone: str, at: datetime) -> None:
    """Show the actor times in this zone from now on. Raises Invalid for one that is none."""
    actor.require(Permission.SELF)
    person = session.get_one(Person, actor.person_id)
    if zone not in ZONES and zone != person.time_zone:
        raise Invalid({"time_zone": _("Choose a time zone from the list.")})
    person.time_zone = zone
    session.add(person)
    changed(session, [actor.person_id], since=EVER, at=at)
