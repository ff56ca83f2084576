"""Setting for which reasons a call is significant, and going back to those proposed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import update
from sqlmodel import Session, col, select

from coach_the_coach.coaching.plans.significant.queries import own_reasons
from coach_the_coach.coaching.plans.significant.rules import PROPOSED, problems_in
from coach_the_coach.coaching.plans.tables import Significance
from coach_the_coach.foundation.audit import Told, logged
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.tables import HouseRule

SIGNIFICANT: Final = "significant-calls"
"""The rule of the house that says whose list is in force."""

OWN: Final = "own"
AS_PROPOSED: Final = "as-proposed"


@logged("significance:set", _("set which customer calls are significant"), Told.ADMIN)
def set_reasons(session: Session, actor: Actor, *, reasons: Sequence[str], at: datetime) -> None:
    """Put the house's own reasons in the place of the last; calls entered before keep theirs.

    Raises NotPermitted for whoever may not set them, Invalid for a list that cannot be.
    """
    actor.require(Permission.CADENCE_WRITE)
    if problems := problems_in(reasons):
        raise Invalid(problems)
    _take_turn(session, actor, OWN, at)
    rows = [
        {
            "text": text,
            "place": place,
            "set_by_id": actor.person_id,
            "set_at": at,
            "ended_at": None,
        }
        for place, text in enumerate(reasons)
    ]
    insert = insert_into(session, Significance).values(rows)
    written = {name: insert.excluded[name] for name in rows[0] if name != "text"}
    session.exec(insert.on_conflict_do_update(index_elements=["text"], set_=written))
    _end(session, at, but=reasons)


@logged("significance:reset", _("went back to the proposed significant calls"), Told.ADMIN)
def take_proposed_reasons(session: Session, actor: Actor, *, at: datetime) -> None:
    """Go back to the reasons that are proposed. Raises NotPermitted for whoever may not."""
    actor.require(Permission.CADENCE_WRITE)
    _take_turn(session, actor, AS_PROPOSED, at)
    _end(session, at, but=[])


def reason_id(session: Session, reason: str, *, at: datetime) -> int | None:
    """The id of a reason in force, kept from now on where it is a proposed one; None for none.

    Raises Invalid for one that is not in force.
    """
    if not reason:
        return None
    in_force = {one.text: one.id for one in own_reasons(session)}
    if reason not in (in_force or PROPOSED):
        raise Invalid({"reason": _("Choose one from the list.")})
    if reason in in_force:
        return in_force[reason]
    place = PROPOSED.index(reason)
    row = {"text": reason, "place": place, "set_by_id": None, "set_at": at, "ended_at": None}
    insert = insert_into(session, Significance).values(row)
    session.exec(insert.on_conflict_do_nothing())
    return session.exec(select(Significance.id).where(Significance.text == reason)).one()


def _take_turn(session: Session, actor: Actor, value: str, at: datetime) -> None:
    """Note whose list is in force, and have whoever sets it at this moment wait until we are done.

    Or each of the two would end what was there before, and both their lists would be in force.
    """
    row = {"name": SIGNIFICANT, "value": value, "set_by_id": actor.person_id, "set_at": at}
    said = insert_into(session, HouseRule).values(row)
    written = {name: said.excluded[name] for name in row if name != "name"}
    session.exec(said.on_conflict_do_update(index_elements=["name"], set_=written))


def _end(session: Session, at: datetime, *, but: Sequence[str]) -> None:
    """End the house's own reasons, but for these."""
    session.exec(
        update(Significance)
        .where(
            col(Significance.set_by_id).is_not(None),
            col(Significance.ended_at).is_(None),
            col(Significance.text).not_in(but),
        )
        .values(ended_at=at)
    )
    session.expire_all()
