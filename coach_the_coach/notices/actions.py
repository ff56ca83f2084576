"""Telling somebody something, and having read it."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from coach_the_coach.foundation.audit import unlogged
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.notices.tables import Notice


def tell(session: Session, person_id: int, text: str, *, link: str, at: datetime) -> None:
    """Tell a person one sentence, with the address it is about; never a word of assessment.

    The same sentence that they have not read yet is told once, as of now: nobody is flooded.
    """
    # Whoever tells it does not see what else was told.
    with as_program(session):
        said = session.exec(
            select(Notice).where(
                Notice.person_id == person_id,
                Notice.link == link,
                Notice.text == text[:300],
                col(Notice.read_at).is_(None),
            )
        ).first()
        said = said or Notice(person_id=person_id, text=text[:300], link=link, at=at)
        said.at = at
        session.add(said)


@unlogged("reading what one was told is no act")
def read_notices(session: Session, actor: Actor, *, at: datetime) -> None:
    """Mark what the actor has been told by `at` as read; what came later they have not seen."""
    actor.require(Permission.SELF)
    session.exec(
        update(Notice)
        .where(
            col(Notice.person_id) == actor.person_id,
            col(Notice.read_at).is_(None),
            col(Notice.at) <= at,
        )
        .values(read_at=at)
    )
