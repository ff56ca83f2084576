"""How many people make a pulse."""

from datetime import datetime

from sqlmodel import Session, select

from coach_the_coach.foundation.when import local_day, moment
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.tables import HouseRule
from coach_the_coach.pulse.minimum.rows import MinimumRow
from coach_the_coach.pulse.minimum.rules import MINIMUM, Minimum, minimum_from
from coach_the_coach.pulse.rules import month_words


def minimum(session: Session) -> Minimum:
    """How many people the house asks for; one statement."""
    value = session.exec(select(HouseRule.value).where(HouseRule.name == MINIMUM)).first()
    return minimum_from(value)


def minimum_row(session: Session, actor: Actor, *, at: datetime) -> MinimumRow:
    """The same for whoever may set it. Raises NotPermitted for others."""
    actor.require(Permission.CADENCE_WRITE)
    rule = session.exec(select(HouseRule).where(HouseRule.name == MINIMUM)).first()
    held = minimum_from(rule.value if rule else None)
    set_by = rule.set_by_id if rule else None
    names = names_of(session, [set_by] if set_by else [])
    waits = local_day(at, actor.time_zone) < held.since and held.before > held.people
    return MinimumRow(
        people=held.people,
        is_own=rule is not None,
        by=names.get(set_by or 0, ""),
        since=moment(rule.set_at if rule else None, actor.time_zone, at),
        from_month=month_words(held.since) if waits else "",
        before=held.before,
    )
