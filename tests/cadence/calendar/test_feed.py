"""The calendar that programs read: parsed by two libraries, edited, and brought in again."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import pytest
import vobject
from icalendar import Calendar
from sqlmodel import Session

from coach_the_coach.cadence.calendar import actions
from coach_the_coach.cadence.calendar.bringing.actions import (
    bring_in,
    keep_calendar,
    leave_calendar,
)
from coach_the_coach.cadence.calendar.bringing.queries import brought_row, waiting_file
from coach_the_coach.cadence.calendar.bringing.rules import Change, field_of
from coach_the_coach.cadence.calendar.queries import feed_behind, feed_of, own_feed
from coach_the_coach.cadence.calendar.rules import Entry, feed_text, tag_of
from coach_the_coach.cadence.calendar.tables import CalendarFeed
from coach_the_coach.cadence.rules import Booked, Status
from coach_the_coach.cadence.week import actions as week
from coach_the_coach.foundation.audit import NOTHING
from coach_the_coach.foundation.errors import Conflict, Invalid, NotPermitted
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.identity.tables import Passing
from tests.cadence.calendar.brought import read_file
from tests.cadence.calendar.formats.test_ics import SERIES, calendar
from tests.cadence.week.booked import appointment, appointments, at, series, steps
from tests.cast import NOW, Cast

Statements = Callable[[], AbstractContextManager[list[str]]]
Event = tuple[datetime, datetime, int, str]


def by_icalendar(text: str) -> dict[str, Event]:
    """Beginning, end, version and status of each event, as one library reads them."""
    events: list[Any] = Calendar.from_ical(text).walk("VEVENT")
    return {
        str(one["UID"]): (
            one["DTSTART"].dt,
            one["DTEND"].dt,
            int(one["SEQUENCE"]),
            str(one["STATUS"]),
        )
        for one in events
    }


def by_vobject(text: str) -> dict[str, Event]:
    """The same as another reads them."""
    return {
        one.uid.value: (
            one.dtstart.value,
            one.dtend.value,
            int(one.sequence.value),
            one.status.value,
        )
        for one in vobject.readOne(text).vevent_list
    }


def changed_series(session: Session, cast: Cast) -> str:
    """Five Tuesdays across the change of clocks: one moved, one shortened, one cancelled."""
    public_id = series(session, cast)
    mo = cast.actor(cast.mo)
    one = [each.public_id for each in appointments(session, cast.mo)]
    given = {"reason": "Illness", "at": NOW}
    week.move(session, mo, public_id=one[4], starts_at=at(1, 14, month=4), **given)
    week.shorten(session, mo, public_id=one[3], minutes=15, at=NOW)
    week.cancel(session, mo, public_id=one[2], **given)
    return public_id


def test_two_libraries_read_what_moved_was_shortened_and_cancelled_across_the_change_of_clocks(
    session: Session, cast: Cast
):
    changed_series(session, cast)
    there = appointments(session, cast.mo)

    text = feed_of(session, cast.actor(cast.mo), with_names=False, at=NOW)

    hour = timedelta(minutes=45)
    expected = {
        there[0].uid: (at(3, 9, 30), at(3, 9, 30) + hour, 0, "CONFIRMED"),
        there[1].uid: (at(10, 9, 30), at(10, 9, 30) + hour, 0, "CONFIRMED"),
        there[2].uid: (at(17, 9, 30), at(17, 9, 30) + hour, 1, "CANCELLED"),
        there[3].uid: (at(24, 9, 30), at(24, 9, 45), 1, "CONFIRMED"),
        there[4].uid: (at(1, 14, month=4), at(1, 14, 45, month=4), 1, "CONFIRMED"),
    }
    assert by_icalendar(text) == by_vobject(text) == expected
    assert text.count("\r\n") == text.count("\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_names_are_said_only_where_they_are_wanted_and_protected_time_is_private(
    session: Session, cast: Cast
):
    appointment(session, cast.mo, cast.rae, at(3, 9))
    appointment(session, cast.mo, None, at(3, 11), booked=Booked.BLOCK)
    appointment(session, cast.lena, cast.mo, at(4, 9))
    appointment(session, cast.mo, cast.rae, at(5, 9), status=Status.REMOVED)
    appointment(session, cast.mo, cast.rae, at(6, 9), imported=True)
    appointment(session, cast.mia, cast.ren, at(3, 9))
    mo = cast.actor(cast.mo)

    def said(*, with_names: bool) -> list[tuple[str, str]]:
        text = feed_of(session, mo, with_names=with_names, at=NOW)
        events = Calendar.from_ical(text).walk("VEVENT")
        return [(str(one["SUMMARY"]), str(one["CLASS"])) for one in events]

    assert said(with_names=False) == [
        ("Coaching session", "PUBLIC"),
        ("Protected time", "PRIVATE"),
        ("Coaching session", "PUBLIC"),
    ]
    assert [summary for summary, _class in said(with_names=True)] == [
        "Coaching session with Rae Rep",
        "Protected time",
        "Coaching session with Lena Leader",
    ]


def test_the_one_coached_reads_the_same_event_under_the_same_name(session: Session, cast: Cast):
    one = appointment(session, cast.mo, cast.rae, at(3, 9))
    appointment(session, cast.mo, cast.ren, at(4, 9))
    text = feed_of(session, cast.actor(cast.rae), with_names=True, at=NOW)
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert (str(event["UID"]), str(event["SUMMARY"])) == (
        one.uid,
        "Coaching session with Mo Manager",
    )


def test_the_team_reads_when_it_practises_and_nobody_else(session: Session, cast: Cast):
    one = appointment(session, cast.mo, None, at(3, 9), booked=Booked.TEAM_PRACTICE)
    mo = cast.actor(cast.mo)
    week.move(
        session, mo, public_id=one.public_id, starts_at=at(4, 9), reason="A fire at home", at=NOW
    )
    texts = {
        who: feed_of(session, cast.actor(getattr(cast, who)), with_names=True, at=NOW)
        for who in ("rae", "ren", "lena", "sid", "spec")
    }
    (event,) = vobject.readOne(texts["rae"]).vevent_list
    assert (event.summary.value, event.dtstart.value, event.sequence.value) == (
        "Team practice",
        at(4, 9),
        "1",
    )
    assert texts["ren"] == texts["rae"]
    assert [who for who, text in texts.items() if "VEVENT" in text] == ["rae", "ren"]
    assert "fire" not in texts["rae"]


@pytest.mark.parametrize("who", ["cleo", "sol", "lena", "spec", "ada"])
def test_nobody_elses_calendar_holds_it(session: Session, cast: Cast, who: str):
    appointment(session, cast.mo, cast.rae, at(3, 9))
    text = feed_of(session, cast.actor(getattr(cast, who)), with_names=True, at=NOW)
    assert "VEVENT" not in text


def test_the_same_calendar_is_the_same_text(session: Session, cast: Cast):
    changed_series(session, cast)
    mo = cast.actor(cast.mo)
    first = feed_of(session, mo, with_names=False, at=NOW)
    assert feed_of(session, mo, with_names=False, at=NOW + timedelta(hours=1)) == first
    assert tag_of(first) == tag_of(first) != tag_of(first + " ")


def test_a_summary_cannot_write_lines_of_its_own():
    entry = Entry("u", 0, NOW, 30, NOW, "a\r\nATTENDEE:mailto:x@example.com; b, c" * 5, "/week")
    text = feed_text([entry])
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert "ATTENDEE" not in event
    assert not hasattr(vobject.readOne(text).vevent, "attendee")


def test_a_calendar_takes_as_many_statements_for_many_as_for_few(
    session: Session, cast: Cast, statements: Statements
):
    mo = cast.actor(cast.mo)

    def count() -> int:
        session.expire_all()
        with statements() as sent:
            feed_of(session, mo, with_names=True, at=NOW)
        return len(sent)

    appointment(session, cast.mo, cast.rae, at(3, 8))
    few = count()
    for number in range(30):
        appointment(session, cast.mo, cast.rae, at(4, 8) + timedelta(minutes=number), minutes=1)
    assert count() == few


def test_an_address_is_shown_once_made_anew_and_taken_back(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    first = actions.make_feed(session, mo, with_names=True, at=NOW)
    found = feed_behind(session, secret=first, at=NOW)
    assert found is not None
    assert (found.person_id, found.with_names) == (cast.mo.id, True)
    with as_program(session):
        kept = session.get_one(CalendarFeed, found.feed_id)
        assert first not in str(kept.model_dump())

    second = actions.make_feed(session, mo, with_names=False, at=NOW)
    assert feed_behind(session, secret=first, at=NOW) is None
    assert feed_behind(session, secret=second, at=NOW) is not None
    row = own_feed(session, mo, at=NOW)
    assert (row.is_there, row.with_names, row.read.words) == (True, False, "")

    actions.revoke_feed(session, mo, at=NOW)
    assert feed_behind(session, secret=second, at=NOW) is None
    actions.revoke_feed(session, mo, at=NOW)
    assert session.info[NOTHING]
    assert not own_feed(session, mo, at=NOW).is_there


def test_whoever_has_left_has_no_calendar(session: Session, cast: Cast):
    secret = actions.make_feed(session, cast.actor(cast.mo), with_names=False, at=NOW)
    with as_program(session):
        cast.mo.ends_on = NOW.date()
        session.add(cast.mo)
        session.flush()
    assert feed_behind(session, secret=secret, at=NOW) is not None
    assert feed_behind(session, secret=secret, at=NOW + timedelta(days=1)) is None
    assert feed_behind(session, secret="é", at=NOW) is None


def edited(text: str, changes: dict[str, tuple[str, str]]) -> bytes:
    """The file with some of its lines as another program has written them, event by event."""
    parts = text.split("BEGIN:VEVENT")
    for place, part in enumerate(parts):
        for uid, (old, new) in changes.items():
            if f"UID:{uid}" in part.replace("\r\n ", ""):
                assert old in part
                parts[place] = part.replace(old, new)
    return "BEGIN:VEVENT".join(parts).encode()


def test_an_edited_file_brought_in_again_is_recognised(session: Session, cast: Cast):
    series(session, cast)
    mo = cast.actor(cast.mo)
    there = appointments(session, cast.mo)
    text = feed_of(session, mo, with_names=True, at=NOW)
    content = edited(
        text,
        {
            there[1].uid: ("DTSTART:20260310T083000Z", "DTSTART:20260311T130000Z"),
            there[3].uid: ("DTEND:20260324T091500Z", "DTEND:20260324T084500Z"),
            there[4].uid: ("STATUS:CONFIRMED", "STATUS:CANCELLED"),
        },
    )
    content = content.replace(b"DTEND:20260310T091500Z", b"DTEND:20260311T134500Z")
    keep_calendar(session, mo, found=read_file(session, mo, content=content, at=NOW), at=NOW)
    row = brought_row(session, mo, at=NOW)
    assert (row.stage, row.moved, row.shortened, row.cancelled, row.groups, row.same) == (
        "found",
        ["Rae Rep: from Tuesday 10 March, 09:30 to Wednesday 11 March, 14:00"],
        ["Rae Rep: Tuesday 24 March, 09:30, 15 min"],
        ["Rae Rep: Tuesday 31 March, 09:30"],
        [],
        "2 times stay as they are.",
    )

    counts = bring_in(session, mo, who={}, reason="Illness", at=NOW)

    assert counts == {Change.MOVED: 1, Change.SHORTENED: 1, Change.CANCELLED: 1}
    after = appointments(session, cast.mo)
    assert [(one.starts_at, one.minutes, one.status, one.sequence) for one in after] == [
        (at(3, 9, 30), 45, Status.BOOKED, 0),
        (at(11, 14), 45, Status.BOOKED, 1),
        (at(17, 9, 30), 45, Status.BOOKED, 0),
        (at(24, 9, 30), 15, Status.BOOKED, 1),
        (at(31, 9, 30), 45, Status.CANCELLED, 1),
    ]
    assert [step for one in after for step in steps(session, one)] == [
        ("moved", "Illness", True),
        ("shortened", "", True),
        ("cancelled", "Illness", True),
    ]
    assert after[1].due_week == there[1].due_week
    assert waiting_file(session, mo, at=NOW) is None
    # The older file once more changes nothing: its versions are over.
    again = read_file(session, mo, content=text.encode(), at=NOW)
    keep_calendar(session, mo, found=again, at=NOW)
    assert brought_row(session, mo, at=NOW).moved == []


def test_a_series_of_another_calendar_is_brought_in_and_then_followed(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    other = "UID:dentist\nSUMMARY:Dentist\nDTSTART:20260318T083000Z\nDURATION:PT30M"
    found = read_file(session, mo, content=calendar(SERIES, other), at=NOW)
    keep_calendar(session, mo, found=found, at=NOW)
    row = brought_row(session, mo, at=NOW)
    assert [(one.title, one.when, one.chosen) for one in row.groups] == [
        ("1:1 Rae", "4 times from Tuesday 17 March 09:30 on", cast.rae.public_id),
        ("Dentist", "Wednesday 18 March 09:30", ""),
    ]
    who = {one.name: one.chosen for one in row.groups}
    assert bring_in(session, mo, who=who, reason="", at=NOW) == {Change.NEW: 4}
    assert [(one.coached_id, one.imported, one.uid) for one in appointments(session, cast.mo)] == [
        (cast.rae.id, True, "series")
    ] * 4

    later = SERIES.replace("T093000", "T110000").replace("T101500", "T114500")
    moved = "UID:series\nRECURRENCE-ID;TZID=Europe/Paris:20260324T110000\nSTATUS:CANCELLED\n"
    moved += "DTSTART;TZID=Europe/Paris:20260324T110000\nDURATION:PT45M\nSEQUENCE:3"
    content = calendar(later.replace("SEQUENCE:2", "SEQUENCE:3"), moved)
    keep_calendar(session, mo, found=read_file(session, mo, content=content, at=NOW), at=NOW)
    assert bring_in(session, mo, who={}, reason="", at=NOW) == {
        Change.MOVED: 3,
        Change.CANCELLED: 1,
    }
    assert [(one.starts_at, one.status) for one in appointments(session, cast.mo)] == [
        (at(17, 11), Status.BOOKED),
        (at(24, 9, 30), Status.CANCELLED),
        (at(31, 11), Status.BOOKED),
        (at(7, 11, month=4), Status.BOOKED),
    ]
    first = appointments(session, cast.mo)[0]
    assert steps(session, first) == [("moved", "", False)]


def test_what_is_left_out_leaves_no_trace_and_what_waits_is_not_readable(
    session: Session, cast: Cast
):
    mo = cast.actor(cast.mo)
    other = "UID:dentist\nSUMMARY:Dentist\nDTSTART:20260318T083000Z\nDURATION:PT30M"
    found = read_file(session, mo, content=calendar(other), at=NOW)
    keep_calendar(session, mo, found=found, at=NOW)
    with as_program(session):
        kept = session.get_one(Passing, f"calendar-import:{cast.mo.id}")
        assert "Dentist" not in kept.value
    assert waiting_file(session, cast.actor(cast.mia), at=NOW) is None
    assert waiting_file(session, mo, at=NOW + timedelta(hours=2)) is None

    assert bring_in(session, mo, who={field_of("dentist"): ""}, reason="", at=NOW) == {}
    assert session.info[NOTHING]
    assert appointments(session, cast.mo) == []
    with as_program(session):
        session.expire_all()
        assert session.get(Passing, f"calendar-import:{cast.mo.id}") is None
    with pytest.raises(Conflict):
        bring_in(session, mo, who={}, reason="", at=NOW)


def test_only_ones_own_team_the_practice_and_protected_time_can_be_chosen(
    session: Session, cast: Cast
):
    mo = cast.actor(cast.mo)
    found = read_file(session, mo, content=calendar(SERIES), at=NOW)
    keep_calendar(session, mo, found=found, at=NOW)
    name = field_of("series")
    for value in (cast.sid.public_id, cast.lena.public_id, "x"):
        with pytest.raises(Invalid) as refused:
            bring_in(session, mo, who={name: value}, reason="", at=NOW)
        assert set(refused.value.problems) == {name}
    assert bring_in(session, mo, who={name: "own"}, reason="", at=NOW) == {Change.NEW: 4}
    assert {one.booked for one in appointments(session, cast.mo)} == {Booked.BLOCK}


def test_what_is_booked_here_and_kept_there_by_hand_is_the_same(session: Session, cast: Cast):
    appointment(session, cast.mo, cast.rae, at(17, 9, 30))
    mo = cast.actor(cast.mo)
    found = read_file(session, mo, content=calendar(SERIES), at=NOW)
    keep_calendar(session, mo, found=found, at=NOW)
    who = {field_of("series"): cast.rae.public_id}
    assert bring_in(session, mo, who=who, reason="", at=NOW) == {Change.NEW: 3}


def test_a_file_that_is_none_is_said_and_let_go(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    keep_calendar(session, mo, found=read_file(session, mo, content=b"x", at=NOW), at=NOW)
    row = brought_row(session, mo, at=NOW)
    assert (row.stage, row.problem.startswith("This is not a calendar.")) == ("problem", True)
    with pytest.raises(Conflict):
        bring_in(session, mo, who={}, reason="", at=NOW)
    leave_calendar(session, mo)
    assert brought_row(session, mo, at=NOW).stage == ""


@pytest.mark.parametrize("who", ["rae", "ada", "spec"])
def test_whoever_coaches_nobody_brings_nothing_in(session: Session, cast: Cast, who: str):
    actor = cast.actor(getattr(cast, who))
    with pytest.raises(NotPermitted):
        read_file(session, actor, content=calendar(SERIES), at=NOW)
    with pytest.raises(NotPermitted):
        brought_row(session, actor, at=NOW)
    with pytest.raises(NotPermitted):
        bring_in(session, actor, who={}, reason="", at=NOW)
