"""Calendars brought in one after the other: what each of them says that is new."""

from sqlmodel import Session

from coach_the_coach.cadence.calendar.bringing.actions import bring_in, keep_calendar
from coach_the_coach.cadence.calendar.bringing.queries import brought_row, read_file
from coach_the_coach.cadence.calendar.bringing.rules import Change, field_of
from coach_the_coach.cadence.rules import Status
from tests.cadence.calendar.formats.test_ics import SERIES, calendar
from tests.cadence.week.booked import appointments
from tests.cast import NOW, Cast

Counts = dict[Change, int]

SIX = SERIES.replace("COUNT=4", "COUNT=6")


def bring(session: Session, cast: Cast, *events: str) -> Counts:
    """Mo brings in a file with these events; what is new of the series is with Rae."""
    mo = cast.actor(cast.mo)
    found = read_file(session, mo, content=calendar(*events), at=NOW)
    keep_calendar(session, mo, found=found, at=NOW)
    who = {field_of(uid): cast.rae.public_id for uid in ("series", "one")}
    return bring_in(session, mo, who=who, reason="", at=NOW)


def test_a_series_that_is_not_understood_any_more_stays_as_it_is(session: Session, cast: Cast):
    assert bring(session, cast, SIX) == {Change.NEW: 6}
    content = calendar(SIX.replace("COUNT=6", "COUNT=6;BYHOUR=9"))
    mo = cast.actor(cast.mo)
    keep_calendar(session, mo, found=read_file(session, mo, content=content, at=NOW), at=NOW)
    row = brought_row(session, mo, at=NOW)
    assert (row.unread, row.cancelled) == (["Line 4: its series is not understood."], [])
    assert bring_in(session, mo, who={}, reason="", at=NOW) == {}
    assert {one.status for one in appointments(session, cast.mo)} == {Status.BOOKED}
