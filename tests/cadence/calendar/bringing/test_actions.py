"""Calendars brought in one after the other: what each of them says that is new."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from re import sub

import pytest
from sqlmodel import Session

from coach_the_coach.cadence.calendar.bringing.actions import (
    bring_in,
    keep_calendar,
)
from coach_the_coach.cadence.calendar.bringing.queries import brought_row
from coach_the_coach.cadence.calendar.bringing.rules import Change, field_of
from coach_the_coach.cadence.calendar.queries import feed_of
from coach_the_coach.cadence.rules import Status
from coach_the_coach.cadence.week import actions as week
from tests.cadence.calendar.brought import read_file
from tests.cadence.calendar.formats.test_ics import SERIES, calendar
from tests.cadence.week.booked import appointment, appointments, at
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


def edits(sequence: str) -> list[str]:
    """One event as it is made and edited three times, each with its version as `sequence` says."""
    days = [("20260310", 45), ("20260311", 30), ("20260312", 30), ("20260310", 15)]
    return [
        one(day, minutes=minutes, more=sequence.format(n=number))
        for number, (day, minutes) in enumerate(days)
    ]


@pytest.mark.parametrize("sequence", ["", "SEQUENCE:{n}", "SEQUENCE:7", "SEQUENCE:x"])
def test_each_edit_in_the_calendar_is_recognised(session: Session, cast: Cast, sequence: str):
    first, second, third, fourth = edits(sequence)
    assert bring(session, cast, first) == {Change.NEW: 1}
    assert bring(session, cast, second) == {Change.MOVED: 1}
    assert times(session, cast) == [(at(11, 9, 30), 30, Status.BOOKED)]
    assert bring(session, cast, third) == {Change.MOVED: 1}
    assert bring(session, cast, third) == {}
    assert bring(session, cast, fourth) == {Change.MOVED: 1}
    assert times(session, cast) == [(at(10, 9, 30), 15, Status.BOOKED)]


@pytest.mark.parametrize("sequence", ["", "SEQUENCE:{n}"])
def test_a_step_taken_here_stays_until_the_calendar_says_something_new(
    session: Session, cast: Cast, sequence: str
):
    first, second, third, _fourth = edits(sequence)
    mo = cast.actor(cast.mo)
    bring(session, cast, first)
    (it,) = appointments(session, cast.mo)
    given = {"public_id": it.public_id, "at": NOW}
    week.move(session, mo, starts_at=at(12, 14), reason="Illness", **given)
    week.shorten(session, mo, minutes=30, **given)
    assert bring(session, cast, first) == {}
    assert times(session, cast) == [(at(12, 14), 30, Status.BOOKED)]
    # Shorter there, at the time it was there all along.
    shorter = one("20260310", minutes=15, more=sequence.format(n=1))
    assert bring(session, cast, shorter) == {Change.SHORTENED: 1}
    assert times(session, cast) == [(at(12, 14), 15, Status.BOOKED)]
    assert bring(session, cast, second) == {Change.MOVED: 1}
    assert bring(session, cast, third) == {Change.MOVED: 1}
    assert times(session, cast) == [(at(12, 9, 30), 15, Status.BOOKED)]


def test_what_was_cancelled_there_and_taken_back_here_stands(session: Session, cast: Cast):
    bring(session, cast, SIX)
    fewer = f"{SIX}\nEXDATE;TZID=Europe/Paris:20260331T093000"
    said = "UID:series\nRECURRENCE-ID;TZID=Europe/Paris:20260324T093000\nSTATUS:CANCELLED\n"
    said += "DTSTART;TZID=Europe/Paris:20260324T093000\nDURATION:PT45M"
    assert bring(session, cast, fewer, said) == {Change.CANCELLED: 2}
    for it in appointments(session, cast.mo):
        week.reopen(session, cast.actor(cast.mo), public_id=it.public_id, at=NOW)
    assert bring(session, cast, fewer, said) == {}
    assert {status for _starts, _minutes, status in times(session, cast)} == {Status.BOOKED}
    # There again, and gone once more.
    assert bring(session, cast, SIX) == {}
    assert bring(session, cast, fewer) == {Change.CANCELLED: 1}


def test_a_file_older_than_the_last_changes_nothing_and_is_said_to_be(session: Session, cast: Cast):
    newer = SIX.replace("SEQUENCE:2", "SEQUENCE:4").replace("T093000", "T110000")
    newer = newer.replace("T101500", "T114500")
    assert bring(session, cast, newer) == {Change.NEW: 6}
    mo = cast.actor(cast.mo)
    for older in (SIX, SERIES.replace("COUNT=4", "COUNT=8"), SIX.replace("20260317", "20250304")):
        found = read_file(session, mo, content=calendar(older), at=NOW)
        keep_calendar(session, mo, found=found, at=NOW)
        row = brought_row(session, mo, at=NOW)
        assert (row.moved, row.cancelled, row.groups, row.same) == ([], [], [], "")
        assert row.older.endswith("and stay as they are.")
        assert bring_in(session, mo, who={}, reason="", at=NOW) == {}
    assert {it.starts_at.hour for it in appointments(session, cast.mo)} == {9, 10}


def test_a_series_moved_in_the_calendar_is_found_by_the_week_it_is_in_there(
    session: Session, cast: Cast
):
    fridays = SIX.replace("BYDAY=TU", "BYDAY=FR").replace("20260317", "20260320")
    bring(session, cast, fridays)
    first = appointments(session, cast.mo)[0]
    given = {"reason": "Illness", "at": NOW}
    mo = cast.actor(cast.mo)
    week.move(session, mo, public_id=first.public_id, starts_at=at(24, 14), **given)
    later = fridays.replace("T093000", "T110000").replace("T101500", "T114500")
    assert bring(session, cast, later) == {Change.MOVED: 6}


def ours(session: Session, cast: Cast) -> str:
    """Mo's calendar as a calendar program reads it."""
    return feed_of(session, cast.actor(cast.mo), with_names=False, at=NOW)


def bring_text(session: Session, cast: Cast, text: str) -> Counts:
    mo = cast.actor(cast.mo)
    keep_calendar(session, mo, found=read_file(session, mo, content=text.encode(), at=NOW), at=NOW)
    return bring_in(session, mo, who={}, reason="", at=NOW)


def moved_to(text: str, day: int, sequence: int) -> str:
    """Our own calendar with its one event on another day of March, as a program writes it."""
    text = sub(r"(DT(START|END)):202603\d\d", rf"\1:202603{day:02}", text)
    return sub(r"SEQUENCE:\d+", f"SEQUENCE:{sequence}", text)


@pytest.mark.parametrize("numbers", [(1, 2, 3), (0, 0, 0), (4, 9, 20)])
def test_our_own_calendar_edited_again_and_again_is_recognised(
    session: Session, cast: Cast, numbers: tuple[int, ...]
):
    appointment(session, cast.mo, cast.rae, at(10, 9, 30))
    text = ours(session, cast)
    for day, number in zip((11, 12, 13), numbers, strict=True):
        # Each is a little shorter, too: two steps at once.
        edited = moved_to(text, day, number).replace("T091500Z", f"T09{25 - day}00Z")
        assert bring_text(session, cast, edited) == {Change.MOVED: 1}
        assert bring_text(session, cast, edited) == {}
    # As it was at first, it is older.
    assert bring_text(session, cast, text) == {}
    (it,) = appointments(session, cast.mo)
    given = {"public_id": it.public_id, "reason": "Illness", "at": NOW}
    week.move(session, cast.actor(cast.mo), starts_at=at(12, 14), **given)
    assert bring_text(session, cast, moved_to(text, 13, numbers[-1])) == {}
    # What was copied anew and moved back there is moved back.
    anew = ours(session, cast)
    assert bring_text(session, cast, anew) == {}
    assert bring_text(session, cast, moved_to(anew, 13, number_of(anew) + 1)) == {Change.MOVED: 1}


def number_of(text: str) -> int:
    return int(text.split("SEQUENCE:")[1].split()[0])


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


@pytest.mark.parametrize("is_imported", [True, False])
def test_what_bears_our_own_name_is_known_whatever_another_calendar_calls_it(
    session: Session, cast: Cast, *, is_imported: bool
):
    it = appointment(
        *(session, cast.mo, cast.rae, at(10, 9, 30)),
        recurrence="k1",
        imported=is_imported,
        sequence=2,
        seen_sequence=7,
        seen_starts_at=at(10, 9, 30),
        seen_minutes=45,
    )
    it.uid = "theirs"
    # As Rae's calendar program reads it.
    text = feed_of(session, cast.actor(cast.rae), with_names=False, at=NOW)
    assert bring_text(session, cast, text) == {}
    assert bring_text(session, cast, moved_to(text, 11, 3)) == {Change.MOVED: 1}
    assert bring_text(session, cast, moved_to(text, 11, 3)) == {}
    assert bring_text(session, cast, text) == {}
    assert [starts for starts, _minutes, _status in times(session, cast)] == [at(11, 9, 30)]
    # What the other calendar said of it is still what it said.
    session.refresh(it)
    assert (it.uid, it.recurrence, it.seen_sequence, it.seen_starts_at) == (
        *("theirs", "k1", 7),
        at(10, 9, 30),
    )


def test_nobody_elses_appointment_is_known_by_our_name(session: Session, cast: Cast):
    it = appointment(session, cast.lena, cast.mo, at(10, 9, 30))
    mo = cast.actor(cast.mo)
    text = feed_of(session, mo, with_names=False, at=NOW)
    assert bring_text(session, cast, moved_to(text, 11, 3)) == {}
    session.refresh(it)
    assert it.starts_at == at(10, 9, 30)
