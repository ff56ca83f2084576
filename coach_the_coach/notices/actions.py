"""Telling somebody something, and having read it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from coach_the_coach.foundation.audit import unlogged
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.turns import AT_ONCE
from coach_the_coach.notices.tables import Notice


def tell(session: Session, person_id: int, text: str, *, link: str, at: datetime) -> None:
    """Tell a person one sentence, with the address it is about; never a word of assessment.

    The same sentence that they have not read yet is told once, as of now: nobody is flooded.
    """
    tell_all(session, {person_id: text}, link=link, at=at)


def tell_all(session: Session, told: Mapping[int, str], *, link: str, at: datetime) -> None:
    """As `tell`, for each of these people by id: in as many statements for many as for few."""
    everybody = sorted(told)
    # Whoever tells it does not see what else was told.
    with as_program(session):
        for start in range(0, len(everybody), AT_ONCE):
            people = everybody[start : start + AT_ONCE]
            unread = session.exec(
                select(Notice).where(
                    col(Notice.person_id).in_(people),
                    Notice.link == link,
                    col(Notice.text).in_({told[person][:300] for person in people}),
                    col(Notice.read_at).is_(None),
                )
            )
            there = {one.person_id: one for one in unread if one.text == told[one.person_id][:300]}
            for one in there.values():
                one.at = at
            new = [
                Notice(person_id=who, text=told[who][:300], link=link, at=at).model_dump(
                    exclude={"id"}
                )
                for who in people
                if who not in there
            ]
            if new:
                # At once: SQLite would write what is added to the session one by one.
                session.exec(insert(Notice), params=new)


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
