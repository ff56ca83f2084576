"""The days of a series are those that another library finds, and the walk ends with the window."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from icalendar import vRecur

from coach_the_coach.cadence.calendar.formats.recurring import WEEKDAYS, days, rule_of

START = date(2026, 3, 2)


def found(text: str, start: date, until: date) -> list[date]:
    """The days of a rule as a file says it."""
    said: Any = vRecur.from_ical(text)
    return list(days(rule_of(said, start), start, until))


def by_the_other(text: str, start: date, until: date) -> list[date]:
    """The days that dateutil finds."""
    ends = f"{text};UNTIL={until:%Y%m%d}T235959"
    return [at.date() for at in rrulestr(ends, dtstart=datetime.combine(start, time(10)))]


def rule_at_random(chance: Random) -> str:
    """A rule that matches every year: dateutil walks on to the end of time for one that does not.

    Weekdays are all counted or none: of both dateutil keeps only what is neither.
    """

    def some(of: Any, least: int, most: int) -> str:
        return ",".join(map(str, chance.sample([*of], chance.randint(least, most))))

    every = chance.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = [f"FREQ={every}", f"WKST={chance.choice(['MO', 'SU', 'WE'])}"]
    if chance.random() < 0.4:
        parts.append(f"INTERVAL={chance.randint(1, 5)}")
    if chance.random() < 0.3:
        parts.append(f"BYMONTH={some(range(1, 13), 6, 9)}")
    sort = chance.random()
    if sort < 0.3:
        parts.append(f"BYMONTHDAY={some([*range(1, 29), -1, -2, -10], 5, 9)}")
    elif sort < 0.5:
        parts.append(f"BYDAY={some(WEEKDAYS, 1, 5)}")
    elif sort < 0.7 and every in {"MONTHLY", "YEARLY"}:
        counted = [f"{place}{day}" for place in (1, 2, 3, -1, -2) for day in WEEKDAYS]
        parts.append(f"BYDAY={some(counted, 1, 5)}")
    if every != "DAILY" and chance.random() < 0.2:
        parts.append(f"BYSETPOS={some([1, -1], 1, 2)}")
    return ";".join(parts)


@pytest.mark.parametrize("seed", range(8))
def test_the_days_are_those_that_another_library_finds(seed: int):
    chance = Random(seed)
    for _time in range(20):
        text = rule_at_random(chance)
        start = date(2020, 1, 1) + timedelta(days=chance.randint(0, 1500))
        until = start + timedelta(days=chance.randint(0, 1500))
        assert found(text, start, until) == by_the_other(text, start, until), (text, start, until)


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;INTERVAL=99999999;BYDAY=SU;BYMONTH=2",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9",
    ],
)
def test_what_never_is_ends_with_the_window(text: str):
    assert found(text, START, date(2036, 3, 2)) == []


def test_each_and_the_last_of_two_weekdays_stand_beside_each_other():
    assert found("FREQ=MONTHLY;BYDAY=TU,-1SA", START, date(2026, 3, 31)) == [
        date(2026, 3, day) for day in (3, 10, 17, 24, 28, 31)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYSECOND=1",
        "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYSETPOS=" + ",".join("1" * 32),
    ],
)
def test_what_no_session_needs_is_not_understood(text: str):
    with pytest.raises(ValueError, match=r"[a-z]"):
        found(text, START, START)
