"""Giving a person what is kept of them: by themself, or by the command line for them."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.foundation import audit
from coach_the_coach.foundation.audit import About, Told, logged
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.identity.tables import Person
from coach_the_coach.records.export.queries import all_of
from coach_the_coach.records.export.rules import files

GIVES = "person:export"
"""What the log calls giving somebody what is kept of them."""

WORDS = _("was given what is kept of a person")


@logged(GIVES, WORDS, Told.BOTH)
def enter_own_export(session: Session, actor: Actor, *, at: datetime) -> None:
    """Have it entered that the actor is given their own, before `own_files` gathers it.

    Gathering takes long, and nobody else's work waits for it. Raises NotFresh for who has not just
    shown who it is.
    """
    actor.require(Permission.SELF)
    actor.require_fresh(at)
    audit.about(session, person_id=actor.person_id, thing=actor.public_id)


@logged(GIVES, WORDS, Told.BOTH)
def export_person(session: Session, person: Person, *, at: datetime) -> dict[str, bytes]:
    """The files about somebody, for whoever hands them over: no more than they may know."""
    actor = actor_named(session, person.id or 0, at)
    of = About(person.id, person.public_id)
    audit.note(session, GIVES, actor_id=None, at=at, of=of)
    return files(all_of(session, actor, at=at), name=person.name, day=f"{at:%Y-%m-%d}")
