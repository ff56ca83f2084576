"""Setting how many people must have said something."""

from datetime import datetime

from sqlmodel import Session, select

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
    _take_turn(session, actor, at)
    held = minimum(session)
    if held.people == number:
        return
    rule = session.get_one(HouseRule, MINIMUM, populate_existing=True)
    rule.value = kept(changed(held, number, at.date()))
    rule.set_by_id, rule.set_at = actor.person_id, at
    session.add(rule)


def _take_turn(session: Session, actor: Actor, at: datetime) -> None:
    """Have whoever sets it at this moment wait until we are done, the first time as well."""
    values = kept(minimum(session))
    statement = insert_into(session, HouseRule).values(
        name=MINIMUM, value=values, set_by_id=actor.person_id, set_at=at
    )
    session.exec(statement.on_conflict_do_nothing(index_elements=["name"]))
    session.exec(select(HouseRule).where(HouseRule.name == MINIMUM).with_for_update())
