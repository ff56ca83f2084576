"""The zones of calendars: each file has its own, and none of them takes long."""

from datetime import datetime

import pytest

from coach_the_coach.cadence.calendar.formats.zones import MAX_PARTS
from tests.cadence.calendar.formats.test_ics import PARIS, read, single, starts
from tests.cadence.week.booked import at

LYING = PARIS.replace("+0100", "+0900").replace("+0200", "+1000")


def zoned(name: str, zone: str = "", day: str = "20260331T093000") -> list[datetime]:
    """When a time in a zone of this name is, in a file that says this of it."""
    before = zone.replace("TZID:Romance", f"TZID:{name}")
    return starts(read(single(f'DTSTART;TZID="{name}":{day}'), before=before))


@pytest.mark.parametrize("name", ["Customized Time Zone", "(UTC+01:00) Amsterdam, Berlin"])
def test_what_one_file_says_of_a_zone_is_nothing_to_another(name: str):
    assert zoned(name, LYING) == [at(31, 1, 30)]
    assert zoned(name, PARIS) == [at(31, 9, 30)]
    assert zoned(name) == []
    assert zoned(name, LYING) == [at(31, 1, 30)]


@pytest.mark.parametrize("name", ["Europe/Paris", "W. Europe Standard Time", "/x.org/Europe/Paris"])
def test_a_name_that_everybody_knows_means_the_same_whatever_a_file_says(name: str):
    assert zoned(name) == [at(31, 9, 30)]
    if not name.startswith("/"):
        assert zoned(name, LYING) == [at(31, 9, 30)]


def test_a_zone_of_the_files_own_keeps_summer_time():
    days = {"20260328T093000": at(28, 9, 30), "20260329T093000": at(29, 9, 30)}
    assert {day: zoned("Own", PARIS, day) for day in days} == {
        day: [instant] for day, instant in days.items()
    }


def test_a_zone_that_stopped_changing_long_ago_is_as_it_was_left():
    ended = PARIS.replace("BYMONTH=10", "BYMONTH=10;UNTIL=20001029T010000Z")
    ended = ended.replace("BYMONTH=3", "BYMONTH=3;UNTIL=20000326T010000Z")
    assert zoned("Own", ended, "20260715T100000") == [at(15, 11, month=7)]
    single_change = ended.replace("BEGIN:STANDARD", "BEGIN:STANDARD\nRDATE:20100101T030000", 1)
    single_change = single_change.replace("TZOFFSETTO:+0100", "TZOFFSETTO:+0300", 1)
    assert zoned("Own", single_change, "20260715T100000") == [at(15, 9, month=7)]


@pytest.mark.parametrize(
    "broken",
    [
        PARIS.replace("FREQ=YEARLY", "FREQ=SECONDLY"),
        PARIS.replace("FREQ=YEARLY", "FREQ=MINUTELY").replace("1601", "1970"),
        PARIS.replace("FREQ=YEARLY", "FREQ=HOURLY"),
        PARIS.replace("FREQ=YEARLY", "FREQ=YEARLY;COUNT=5"),
        PARIS.replace("FREQ=YEARLY", "FREQ=YEARLY;INTERVAL=2"),
        PARIS.replace("BYDAY=-1SU;BYMONTH=10", "BYDAY=MO,TU,WE,TH,FR,SA,SU"),
        PARIS.replace("+0200", "+9900"),
        PARIS.replace("1601", "0001").replace("T030000", "T000000"),
        PARIS.replace("DTSTART:16010101T030000\n", ""),
        PARIS.replace("DTSTART:", "DTSTART:x"),
        PARIS.replace("RRULE:", "RDATE:" + "20000101T000000," * 200 + "20000101T000000\nRRULE:", 1),
        PARIS.replace("RRULE:", "RRULE:" + "X=" + "x" * 8000 + ";", 1),
        PARIS.replace("RRULE:", "RRULE:FREQ=YEARLY\nRRULE:", 1),
        "BEGIN:VTIMEZONE\nTZID:Romance\nEND:VTIMEZONE",
        f"{PARIS}\n{LYING}",
    ],
)
def test_a_zone_that_is_not_understood_is_said(broken: str):
    file = read(single("DTSTART;TZID=Romance:20260331T093000"), before=broken)
    assert file.occurrences == ()
    (why,) = file.unread
    assert why.endswith("its time zone is not known.")


def test_so_many_zones_are_understood_and_no_more():
    number = MAX_PARTS // 2 + 1
    zones = "\n".join(PARIS.replace("Romance", f"Own{one}") for one in range(number))
    file = read(
        *(
            f"UID:{one}\nDTSTART;TZID=Own{one}:20260331T093000\nDURATION:PT30M"
            for one in range(number)
        ),
        before=zones,
    )
    assert (len(file.occurrences), len(file.unread)) == (number - 1, 1)


def test_the_same_zone_said_twice_is_one():
    assert zoned("Romance", f"{PARIS}\n{PARIS}") == [at(31, 9, 30)]
