"""Calendars as files: every time they say, across the change of clocks, and what breaks them."""

from datetime import UTC, datetime, timedelta

import pytest

from coach_the_coach.cadence.calendar.formats import lines
from coach_the_coach.cadence.calendar.formats.ics import CalendarFile, read_calendar
from coach_the_coach.cadence.calendar.formats.lines import Unreadable, lines_in, text_in
from tests.cadence.week.booked import at
from tests.cast import NOW

FIRST, LAST = NOW - timedelta(days=60), NOW + timedelta(days=180)

PARIS = """BEGIN:VTIMEZONE
TZID:Romance
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""
"""As one calendar program writes it: a name that nobody else knows."""

UTC_DAILY = "DTSTART:20260310T100000Z\nRRULE:FREQ=DAILY\n"

SERIES = """UID:series
SEQUENCE:2
SUMMARY:1:1 Rae
ATTENDEE;CN=Rae:MAILTO:Rae@example.com
DTSTART;TZID=Europe/Paris:20260317T093000
DTEND;TZID=Europe/Paris:20260317T101500
RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=4"""


def calendar(*events: str, before: str = "") -> bytes:
    """A file with these events."""
    body = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    head = f"{before}\n" if before else ""
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//EN\n{head}{body}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def read(*events: str, before: str = "") -> CalendarFile:
    content = calendar(*events, before=before)
    return read_calendar(content, zone="Europe/Paris", first=FIRST, last=LAST)


def starts(file: CalendarFile) -> list[datetime]:
    return [one.starts_at for one in file.occurrences]


def single(starts: str, *, more: str = "DURATION:PT30M") -> str:
    return f"UID:one\n{starts}\n{more}"


def test_a_series_keeps_its_time_on_the_clock_when_the_clocks_change():
    file = read(SERIES)
    assert starts(file) == [at(17, 9, 30), at(24, 9, 30), at(31, 9, 30), at(7, 9, 30, month=4)]
    one = file.occurrences[0]
    assert (one.uid, one.recurrence, one.minutes, one.sequence, one.is_cancelled) == (
        "series",
        "20260317T083000Z",
        45,
        2,
        False,
    )
    assert (one.title, one.emails) == ("1:1 Rae", ("rae@example.com",))
    assert file.unread == ()


@pytest.mark.parametrize(
    "rule",
    [
        "RRULE:FREQ=WEEKLY;UNTIL=20260407T073000Z",
        "RRULE:FREQ=WEEKLY;UNTIL=20260407",
        "RRULE:FREQ=DAILY;INTERVAL=7;COUNT=4",
        "RDATE;TZID=Europe/Paris:20260324T093000,20260331T093000,20260407T093000",
    ],
)
def test_a_series_ends_however_its_end_is_said(rule: str):
    event = SERIES.rpartition("\n")[0] + f"\n{rule}"
    assert starts(read(event)) == starts(read(SERIES))


def test_what_is_left_out_moved_or_cancelled_of_a_series():
    file = read(
        SERIES + "\nEXDATE;TZID=Europe/Paris:20260317T093000",
        "UID:series\nSEQUENCE:3\nRECURRENCE-ID;TZID=Europe/Paris:20260331T093000\n"
        "DTSTART;TZID=Europe/Paris:20260401T140000\nDTEND;TZID=Europe/Paris:20260401T141500",
        "UID:series\nRECURRENCE-ID:20260407T073000Z\nSTATUS:CANCELLED\n"
        "DTSTART:20260407T073000Z\nDURATION:PT45M",
    )
    assert [
        (one.recurrence, one.starts_at, one.minutes, one.is_cancelled) for one in file.occurrences
    ] == [
        ("20260324T083000Z", at(24, 9, 30), 45, False),
        ("20260331T073000Z", at(1, 14, month=4), 15, False),
        ("20260407T073000Z", at(7, 9, 30, month=4), 45, True),
    ]


def test_times_are_in_utc_in_a_named_zone_in_one_of_the_files_own_or_where_the_coach_is():
    expected = [at(31, 9, 30)]
    assert starts(read(single("DTSTART:20260331T073000Z"))) == expected
    assert starts(read(single("DTSTART;TZID=America/New_York:20260331T033000"))) == expected
    assert starts(read(single("DTSTART;TZID=Romance:20260331T093000"), before=PARIS)) == expected
    assert starts(read(single("DTSTART:20260331T093000"))) == expected


def test_folded_lines_other_line_endings_and_a_byte_order_mark_are_read():
    content = calendar(SERIES.replace("SUMMARY:1:1 Rae", "SUMMARY:1:1\n  Rae"))
    for same in (content, content.replace(b"\r\n", b"\n"), b"\xef\xbb\xbf" + content):
        file = read_calendar(same, zone="Europe/Paris", first=FIRST, last=LAST)
        assert file.occurrences[0].title == "1:1 Rae"


def test_of_two_versions_the_newer_one_counts():
    old = single("SEQUENCE:1\nDTSTART:20260331T073000Z")
    new = single("SEQUENCE:2\nDTSTART:20260401T073000Z")
    assert starts(read(new, old)) == [at(1, 9, 30, month=4)]


def test_what_lasts_all_day_or_says_no_length_is_no_session_and_past_the_window_is_nothing():
    file = read(
        single("DTSTART;VALUE=DATE:20260331", more="DTEND;VALUE=DATE:20260401"),
        single("DTSTART:20260331T073000Z", more="SUMMARY:x"),
        single("DTSTART:20260331T073000Z", more="DURATION:PT5H"),
        single("DTSTART:20270331T073000Z"),
        single("DTSTART:20250331T073000Z"),
    )
    assert (file.occurrences, file.unread, file.uids) == ((), (), frozenset({"one"}))


def test_what_is_not_understood_is_said_with_its_line():
    file = read(
        "DTSTART:20260331T073000Z\nDURATION:PT30M",
        "UID:no-start\nDURATION:PT30M",
        single("DTSTART:20260331T073000Z\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260331T073000Z"),
        single("DTSTART:20260331T073000Z\nRRULE:FREQ=SECONDLY"),
        single("DTSTART:20260331T073000Z\nRRULE:FREQ=DAILY;BYHOUR=1,2,3"),
        single("DTSTART:20260331T073000Z\nRRULE:FREQ=DAILY;INTERVAL=0"),
        single("DTSTART:19700331T073000Z\nRRULE:FREQ=DAILY"),
        SERIES,
    )
    assert file.unread[:3] == (
        "Line 4: it has no name (UID).",
        "Line 8: it does not say when it begins.",
        "Line 12: it changes a series in a way that is not known here.",
    )
    assert len(file.unread) == 7
    assert len(file.occurrences) == 4


@pytest.mark.parametrize(
    "broken",
    [
        SERIES.replace("COUNT=4", "COUNT=4;BYHOUR=9"),
        f"{SERIES}\nRRULE:FREQ=DAILY",
        SERIES.replace("20260317T", "20150317T"),
        f"{SERIES}\nEXDATE;VALUE=TEXT:x",
    ],
    ids=["part", "two rules", "long ago", "left out"],
)
def test_a_series_that_is_not_understood_is_not_in_the_file_at_all(broken: str):
    file = read(broken, single("DTSTART:20260331T073000Z"))
    assert (file.uids, len(file.occurrences)) == (frozenset({"one"}), 1)
    assert len(file.unread) == 1


@pytest.mark.parametrize(
    "override",
    [
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20260324T083000Z\nDTSTART:20260325T083000Z",
        "RECURRENCE-ID:20260324T083000Z",
        "RECURRENCE-ID;VALUE=DATE:20260324\nDTSTART:20260325T083000Z",
        "RECURRENCE-ID:20260324T083000Z\nDTSTART;TZID=Europe/Paris:00010101T000000",
    ],
    ids=["range", "no start", "a day", "end of time"],
)
def test_of_a_series_that_is_understood_in_part_no_time_is_said(override: str):
    file = read(SERIES, f"UID:series\n{override}\nDURATION:PT45M")
    assert (file.uids, file.occurrences, len(file.unread)) == (frozenset(), (), 1)


def test_one_time_of_a_series_says_nothing_of_the_others():
    one = "UID:series\nRECURRENCE-ID:20260324T083000Z\nDTSTART:20260325T083000Z\nDURATION:PT45M"
    whole_day = "UID:series\nDTSTART;VALUE=DATE:20260317\nRRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=4"
    for file in (read(one), read(whole_day, one)):
        assert (file.uids, starts(file)) == (frozenset(), [at(25, 9, 30)])


def test_a_long_list_of_what_is_not_understood_is_cut():
    file = read(*["UID:x\nDURATION:PT30M"] * 30)
    assert (len(file.unread), file.unread[-1]) == (21, "And 10 more.")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "Choose a file first."),
        (b"hello", "This is not a calendar. Export one as an .ics file and choose that."),
        (b"\x00\xff" * 50, "This is not a calendar. Export one as an .ics file and choose that."),
        (
            b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
            "This calendar is broken, so nothing of it was read. Export it once more.",
        ),
        (
            b"BEGIN:VCALENDAR" + b"x" * lines.MAX_BYTES,
            "The file is larger than 2 MB. Export a shorter stretch of your calendar.",
        ),
    ],
)
def test_a_file_that_is_none_is_said_in_a_sentence(content: bytes, why: str):
    with pytest.raises(Unreadable) as refused:
        read_calendar(content, zone="Europe/Paris", first=FIRST, last=LAST)
    assert str(refused.value) == why


def test_a_rule_that_never_comes_true_ends():
    never = "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"
    assert starts(read(single(f"DTSTART:20200331T073000Z\n{never}"))) == []


def test_a_bomb_of_recurrences_is_not_expanded():
    bomb = [
        f"UID:{number}\nDTSTART:20170101T073000Z\nDURATION:PT30M\nRRULE:FREQ=DAILY;BYMONTHDAY=31"
        for number in range(300)
    ]
    with pytest.raises(Unreadable) as refused:
        read(*bomb)
    assert "So much recurs" in str(refused.value)
    daily = "DTSTART:20260101T073000Z\nDURATION:PT30M\nRRULE:FREQ=DAILY"
    with pytest.raises(Unreadable) as refused:
        read(*[f"UID:{number}\n{daily}" for number in range(20)])
    assert "too many times" in str(refused.value)
    with pytest.raises(Unreadable) as refused:
        read(*["UID:x"] * (lines.MAX_EVENTS + 1))
    assert "too many events" in str(refused.value)


@pytest.mark.parametrize(
    "event",
    [
        single("DTSTART;TZID=Europe/Paris:00010101T000000"),
        single("DTSTART;TZID=America/New_York:99991231T235900"),
        single(
            "DTSTART;TZID=Europe/Paris:00010101T000000", more="DURATION:PT30M\nRRULE:FREQ=DAILY"
        ),
        single(
            "DTSTART:20260310T100000Z",
            more="DURATION:PT30M\nRRULE:FREQ=DAILY\nEXDATE;TZID=America/New_York:99991231T235959",
        ),
        single(
            "DTSTART:20260310T100000Z",
            more="DURATION:PT30M\nRRULE:FREQ=DAILY\nEXDATE;VALUE=TEXT:x",
        ),
        single(
            "DTSTART:20260310T100000Z",
            more="DURATION:PT30M\nRECURRENCE-ID;TZID=America/New_York:99991231T235959",
        ),
    ],
)
def test_a_day_at_the_ends_of_time_or_no_day_is_said_with_its_line(event: str):
    file = read(event, SERIES)
    assert (len(file.unread), len(file.occurrences)) == (1, 4)


@pytest.mark.parametrize(
    "zone", ["Nobody/Here", "Europe", "E" * 5000, "../../etc/passwd", "localtime"]
)
def test_a_zone_that_nobody_knows_is_said_and_not_taken_for_the_coachs_own(zone: str):
    said = f"TZID={zone}:20260310T100000"
    for event in (f"DTSTART;{said}", f"{UTC_DAILY}EXDATE;{said}"):
        file = read(single(event))
        assert (file.occurrences, file.uids) == ((), frozenset())
        assert file.unread == ("Line 4: its time zone is not known.",)


@pytest.mark.parametrize(
    "more",
    [
        "RRULE:FREQ=DAILY;BYMONTHDAY=" + ",".join(["1"] * 250_000),
        "RRULE:FREQ=DAILY;BY\n MONTHDAY=" + "\n ".join(["1," * 30] * 7000) + "1",
        "RDATE:" + ",".join(["20260310T100000Z"] * 40_000),
        "X-A:1\n" * 60_000,
        "EXDATE:\n" * 30_000,
    ],
    ids=["values", "folded", "dates", "lines", "empty"],
)
def test_what_would_take_long_to_read_is_not_read(more: str):
    with pytest.raises(Unreadable) as refused:
        read(single("DTSTART:20260310T100000Z", more=f"DURATION:PT30M\n{more}"))
    assert "shorter stretch" in str(refused.value)


@pytest.mark.parametrize(
    ("more", "kept"),
    [
        ("\n".join(f"ATTENDEE:a{n}@x.example" for n in range(59_000)), 3),
        ("CATEGORIES:" + "a," * 900_000, 3),
        ('ATTENDEE;MEMBER="' + "a," * 900_000 + '":mailto:rae@example.com', 3),
        ("ATTENDEE" + "".join(f";X{n}=a" for n in range(100_000)) + ":rae@example.com", 3),
        ("X-A;VALUE=RECUR:FREQ=DAILY;BYMONTHDAY=" + "1," * 250_000, 3),
        ("BEGIN:VALARM\n" + "DESCRIPTION:x\n" * 50_000 + "END:VALARM", 3),
        ("SUMMARY:" + "x" * 1_900_000, 4),
        ("SUMMARY:x\n" * 50_000, 4),
        ("DTSTART" + "".join(f";X{n}=a" for n in range(100_000)) + ":20260310T100000Z", 4),
    ],
    ids=[
        "people",
        "categories",
        "members",
        "parameters",
        "unknown",
        "alarm",
        "title",
        "titles",
        "dates",
    ],
)
def test_what_is_long_and_not_needed_never_reaches_the_library(more: str, kept: int):
    content = calendar(single("DTSTART:20260310T100000Z", more=f"DURATION:PT30M\n{more}"))
    (event,) = lines_in(text_in(content)).events
    assert len(event.kept) == kept
    assert len(event.text) < 2000


def test_what_a_title_and_who_is_invited_say_is_the_same_for_every_time():
    people = "\n".join(f"ATTENDEE:a{n}@x.example" for n in range(1000))
    file = read(f"{SERIES}\n{people}")
    assert len(file.occurrences) == 4
    assert len({id(one.emails) for one in file.occurrences}) == 1
    assert len(file.occurrences[0].emails) == 1001


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("SEQUENCE:1\nSEQUENCE:2", "it says SEQUENCE twice"),
        ("RRULE:FREQ=DAILY;INTERVAL=x", "one of its lines cannot be read"),
        ("STATUS:" + "x" * 8001, "one of its lines cannot be read"),
        ('RECURRENCE-ID;RANGE="A B":20260310T100000Z', "one of its lines cannot be read"),
        ("EXRULE:FREQ=DAILY", "its series is not understood"),
    ],
)
def test_an_event_with_a_line_that_is_not_understood_is_not(more: str, why: str):
    file = read(single("DTSTART:20260310T100000Z", more=f"DURATION:PT30M\n{more}"), SERIES)
    assert (file.unread, file.uids) == ((f"Line 4: {why}.",), frozenset({"series"}))


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN:VTODO\nBEGIN:VEVENT\nEND:VEVENT\nEND:VTODO",
        "BEGIN:VEVENT\nEND:VTODO\nEND:VEVENT",
        "BEGIN:VEVENT\nBEGIN:VEVENT\nEND:VEVENT\nEND:VEVENT",
        "END:VCALENDAR\nEND:VCALENDAR",
    ],
)
def test_an_event_where_none_can_be_breaks_the_file(text: str):
    with pytest.raises(Unreadable) as refused:
        read(before=text)
    assert "is broken" in str(refused.value)


def test_the_reader_knows_no_clock():
    assert read(SERIES) == read(SERIES)
    assert read(SERIES).occurrences[0].starts_at.tzinfo is UTC
