"""Which reasons make a call significant here."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.coaching.plans.significant.rows import ReasonsRow
from coach_the_coach.coaching.plans.significant.rules import MOST, PROPOSED
from coach_the_coach.coaching.plans.tables import Significance
from coach_the_coach.foundation.when import moment
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of


def reasons(session: Session, actor: Actor) -> list[str]:
    """The reasons in force, in order: the house's own, or those proposed; one statement."""
    actor.require(Permission.SELF)
    return [one.text for one in own_reasons(session)] or list(PROPOSED)


def own_reasons(session: Session) -> list[Significance]:
    """The house's own reasons in order; empty where those proposed are in force.

    A row that nobody set stands for a proposed reason that some call bears.
    """
    own = select(Significance).where(
        col(Significance.set_by_id).is_not(None), col(Significance.ended_at).is_(None)
    )
    return list(session.exec(own.order_by(col(Significance.place), col(Significance.id))).all())


def reasons_set(session: Session, actor: Actor, *, at: datetime) -> ReasonsRow:
    """The reasons for whoever may set them. Raises NotPermitted for others."""
    actor.require(Permission.CADENCE_WRITE)
    own = own_reasons(session)
    last = max(own, key=lambda one: one.set_at, default=None)
    names = names_of(session, [last.set_by_id] if last and last.set_by_id else [])
    texts = [one.text for one in own] or list(PROPOSED)
    return ReasonsRow(
        fields=texts + [""] * (MOST - len(texts)),
        is_own=last is not None,
        by=names.get(last.set_by_id or 0, "") if last else "",
        since=moment(last.set_at if last else None, actor.time_zone, at),
    )
