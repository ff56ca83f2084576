"""Setting how many people must have said something."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.foundation.audit import Told, about, logged
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.tables import HouseRule
from coach_the_coach.pulse.minimum.queries import minimum
from coach_the_coach.pulse.minimum.rules import (
    MINIMUM,
    changed,
    kept,
    people_from,
    problems_in,
)


@logged("pulse_minimum:set", _("set how many people must have answered a pulse"), Told.ADMIN)
def set_minimum(session: Session, actor: Actor, *, people: str, at: datetime) -> None:
    """Ask for so many from now on; fewer than before from the next month on.

    Raises NotPermitted for whoever may not set it, Invalid for what is no number from 3 to 10.
    """
    actor.require(Permission.CADENCE_WRITE)
    number = people_from(people)
    if number is None:
        raise Invalid(problems_in(people))
    about(session, thing=MINIMUM, detail={"people": number})
    held = minimum(session)
    if held.people == number:
        return
    values = {
        "name": MINIMUM,
        "value": kept(changed(held, number, at.date())),
        "set_by_id": actor.person_id,
        "set_at": at,
    }
    statement = insert_into(session, HouseRule).values(**values)
    written = {key: value for key, value in values.items() if key != "name"}
    session.exec(statement.on_conflict_do_update(index_elements=["name"], set_=written))
    session.expire_all()
