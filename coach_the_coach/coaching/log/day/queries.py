"""Whether a day still holds what is to be logged of it."""

from datetime import date

from sqlmodel import Session, col, func, select

from coach_the_coach.coaching.log.day.rules import problems_in_day
from coach_the_coach.coaching.log.queries import stands
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.identity.access import Actor


def problems_with_day(
    session: Session, actor: Actor, *, on: date, minutes: int, before: LogEntry | None = None
) -> dict[str, str]:
    """What keeps so many minutes from being logged of the actor's day: field to sentence.

    `before` is what they take the place of; of a long day something may be taken away.
    """
    if before is not None and before.held_on == on and minutes <= before.minutes:
        return {}
    others = select(func.coalesce(func.sum(LogEntry.minutes), 0)).where(
        LogEntry.coach_id == actor.person_id, LogEntry.held_on == on, stands()
    )
    if before is not None:
        others = others.where(col(LogEntry.id) != before.id)
    return problems_in_day(session.exec(others).one() + minutes)
