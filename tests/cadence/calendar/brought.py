"""A calendar that somebody brings in, as the way in for files reads it."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.cadence.calendar.bringing.queries import brought_by, may_bring
from coach_the_coach.cadence.calendar.bringing.rules import Brought
from coach_the_coach.cadence.calendar.formats.ics import CalendarFile, read_calendar
from coach_the_coach.cadence.calendar.formats.lines import Unreadable
from coach_the_coach.cadence.calendar.rules import AHEAD, BACK
from coach_the_coach.identity.access import Actor


def read_file(session: Session, actor: Actor, *, content: bytes, at: datetime) -> Brought:
    """What the file says, beside what is known."""
    zone = may_bring(session, actor)
    try:
        file: CalendarFile | Unreadable = read_calendar(
            content, zone=zone, first=at - BACK, last=at + AHEAD
        )
    except Unreadable as why:
        file = why
    return brought_by(session, actor, file=file, at=at)
