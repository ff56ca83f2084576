"""Calendars brought in one after the other: what each of them says that is new."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from sqlmodel import Session

from coach_the_coach.cadence.calendar.bringing.actions import bring_in, keep_calendar
from coach_the_coach.cadence.calendar.bringing.queries import brought_row, read_file
from coach_the_coach.cadence.calendar.bringing.rules import Change, field_of
from coach_the_coach.cadence.rules import Status
from coach_the_coach.cadence.week import actions as week
from tests.cadence.calendar.formats.test_ics import SERIES, calendar
from tests.cadence.week.booked import appointments, at
from tests.cast import NOW, Cast

Counts = dict[Change, int]
Statements = Callable[[], AbstractContextManager[list[str]]]

SIX = SERIES.replace("COUNT=4", "COUNT=6")


def bring(session: Session, cast: Cast, *events: str, when: datetime = NOW) -> Counts:
    """Mo brings in a file with these events; what is new is with Rae."""
    mo = cast.actor(cast.mo)
    found = read_file(session, mo, content=calendar(*events), at=when)
    keep_calendar(session, mo, found=found, at=when)
    who = {field_of(uid): cast.rae.public_id for uid in ("series", "one")}
    return bring_in(session, mo, who=who, reason="", at=when)


def one(day: str, *, minutes: int = 45, more: str = "") -> str:
    """A single event at 9:30 in Paris."""
    starts = f"DTSTART;TZID=Europe/Paris:{day}T093000"
    return f"UID:one\nSUMMARY:Secret\n{starts}\nDURATION:PT{minutes}M\n{more}".strip()


def times(session: Session, cast: Cast) -> list[tuple[datetime, int, Status]]:
    """What Mo has booked by now."""
    found = appointments(session, cast.mo)
    return [(it.starts_at, it.minutes, it.status) for it in found]


def test_a_series_that_is_not_understood_any_more_stays_as_it_is(session: Session, cast: Cast):
    assert bring(session, cast, SIX) == {Change.NEW: 6}
    content = calendar(SIX.replace("COUNT=6", "COUNT=6;BYHOUR=9"))
    mo = cast.actor(cast.mo)
    keep_calendar(session, mo, found=read_file(session, mo, content=content, at=NOW), at=NOW)
    row = brought_row(session, mo, at=NOW)
    assert (row.unread, row.cancelled) == (["Line 4: its series is not understood."], [])
    assert bring_in(session, mo, who={}, reason="", at=NOW) == {}
    assert {one.status for one in appointments(session, cast.mo)} == {Status.BOOKED}


def test_what_was_long_ago_and_has_a_new_date_is_known_again(session: Session, cast: Cast):
    bring(session, cast, one("20251215"), when=NOW - timedelta(days=77))
    mo = cast.actor(cast.mo)
    found = read_file(session, mo, content=calendar(one("20260310")), at=NOW)
    assert (dict(found.titles), dict(found.people)) == ({}, {})
    keep_calendar(session, mo, found=found, at=NOW)
    assert brought_row(session, mo, at=NOW).groups == []
    assert bring_in(session, mo, who={}, reason="", at=NOW) == {Change.MOVED: 1}
    assert times(session, cast) == [(at(10, 9, 30), 45, Status.BOOKED)]


def test_what_was_settled_long_ago_stays_where_it_was(session: Session, cast: Cast):
    then = NOW - timedelta(days=77)
    bring(session, cast, one("20251215"), when=then)
    (it,) = appointments(session, cast.mo)
    week.cancel(session, cast.actor(cast.mo), public_id=it.public_id, reason="Illness", at=then)
    assert bring(session, cast, one("20260310")) == {}
    assert [status for _starts, _minutes, status in times(session, cast)] == [Status.CANCELLED]


def test_what_lies_beyond_the_window_was_not_cancelled(session: Session, cast: Cast):
    long = SERIES.replace("COUNT=4", "COUNT=40")
    later = bring(session, cast, long, when=NOW + timedelta(days=30))
    assert later[Change.NEW] > bring(session, cast, long).get(Change.NEW, 0)
    assert {status for _starts, _minutes, status in times(session, cast)} == {Status.BOOKED}


def test_what_was_not_yet_within_the_window_when_the_file_was_read_was_not_cancelled(
    session: Session, cast: Cast
):
    mo = cast.actor(cast.mo)
    far = "UID:one\nDTSTART:20260829T080000Z\nDURATION:PT45M"
    bring(session, cast, far, when=NOW + timedelta(days=30))
    (it,) = appointments(session, cast.mo)
    read_at = it.starts_at - timedelta(days=180, minutes=10)
    found = read_file(session, mo, content=calendar(far), at=read_at)
    keep_calendar(session, mo, found=found, at=read_at)
    decided_at = read_at + timedelta(minutes=20)
    assert bring_in(session, mo, who={}, reason="", at=decided_at) == {}


def test_a_file_is_looked_through_in_as_many_statements_however_much_it_says(
    session: Session, cast: Cast, statements: Statements
):
    mo = cast.actor(cast.mo)

    def count(number: int) -> int:
        events = [f"UID:{one}\nDTSTART:20260310T083000Z\nDURATION:PT45M" for one in range(number)]
        session.expire_all()
        with statements() as sent:
            found = read_file(session, mo, content=calendar(*events), at=NOW)
        assert len(found.times) == number
        return len(sent)

    assert count(2000) == count(1)
