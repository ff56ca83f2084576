"""The invitation of one plan, as it stands."""

from urllib.parse import urlsplit

from sqlmodel import Session, col, select

from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.watching.invitation.rules import (
    Guest,
    Method,
    Occasion,
    invitation_text,
)
from coach_the_coach.observations.watching.queries import own_watching
from coach_the_coach.observations.watching.rules import OPEN, Part, State
from coach_the_coach.observations.watching.tables import Watching
from coach_the_coach.settings import settings
from coach_the_coach.shell import routes

AGREES = {
    State.PROPOSED: (Part.OBSERVED,),
    State.COUNTERED: (Part.OBSERVER,),
    State.AGREED: (Part.OBSERVER, Part.OBSERVED),
}
"""Who stands by the time, by state."""


def invitation_of(session: Session, actor: Actor, *, public_id: str) -> str:
    """The last version of an invitation, as a file, for the two.

    Raises NotFound for everybody else, and where none was ever sent.
    """
    watching, part = own_watching(session, actor, public_id)
    if watching.sequence is None or part is Part.ASKER:
        raise NotFound
    two = session.exec(
        select(Person).where(col(Person.id).in_([watching.observer_id, watching.observed_id]))
    ).all()
    people = {one.id or 0: one for one in two}
    return invitation_text(
        occasion(watching, people[watching.observer_id], people[watching.observed_id])
    )


def occasion(watching: Watching, observer: Person, observed: Person) -> Occasion:
    """What the invitation says of a plan that has a time; its sender is where letters come from."""
    agree = AGREES.get(watching.state, ())
    here = settings()
    host = urlsplit(here.public_url).hostname
    return Occasion(
        public_id=watching.public_id,
        sequence=watching.sequence or 0,
        observer=Guest(observer.name, observer.email, Part.OBSERVER in agree),
        observed=Guest(observed.name, observed.email, Part.OBSERVED in agree),
        starts_at=watching.starts_at or watching.changed_at,
        at=watching.changed_at,
        link=here.public_url + routes.watching(watching.public_id),
        organizer=here.mail.sender.addr_spec if here.mail else f"no-reply@{host}",
        method=Method.REQUEST if watching.state in OPEN else Method.CANCEL,
    )
