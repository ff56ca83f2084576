"""Letting managers of other teams and guests take each part, in a small company."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.certification.tables import SmallHouse
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission


@logged("small-house:set", _("set who may take which part of a certification"), Told.ADMIN)
def switch_small_house(session: Session, actor: Actor, *, is_on: bool, at: datetime) -> None:
    """Have the small-company way on or off; as it is already, nothing changes."""
    actor.require(Permission.PATH_WRITE)
    with as_program(session):
        one = session.get(SmallHouse, 1, with_for_update=True)
        if (one.is_on if one else False) == is_on:
            nothing_done(session)
            return
        about(session, detail={"is_on": is_on})
        row = one or SmallHouse(id=1, is_on=is_on, set_by_id=actor.person_id, set_at=at)
        row.is_on, row.set_by_id, row.set_at = is_on, actor.person_id, at
        session.add(row)
        session.flush()
