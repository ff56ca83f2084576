"""Days and times as the reader says them, in the reader's own zone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from coach_the_coach.foundation.when import (
    Moment,
    add_working_days,
    appointment,
    clock_words,
    day,
    local_day,
    moment,
    monday_of,
    month_before,
    past_day,
    quarter_of,
    said_day,
    working_day_before,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""A Monday."""

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "Today"),
        (1, "Tomorrow"),
        (-1, "Yesterday"),
        (2, "Wednesday"),
        (-2, "Saturday"),
        (6, "Sunday"),
        (-6, "Tuesday"),
        (7, "in 1 week"),
        (-7, "1 week ago"),
        (13, "in 1 week"),
        (14, "in 2 weeks"),
        (-14, "2 weeks ago"),
        (55, "in 7 weeks"),
        (-55, "7 weeks ago"),
        (56, "27 Apr 2026"),
        (-56, "5 Jan 2026"),
        (400, "6 Apr 2027"),
    ],
)
def test_a_day_is_said_by_name_by_how_far_or_by_date(days: int, words: str):
    on = MONDAY + timedelta(days=days)

    assert said_day(on, MONDAY) == words
    assert day(on, MONDAY).words == words


def test_a_day_is_given_in_full_as_well_and_no_day_is_nothing():
    assert day(MONDAY, MONDAY) == Moment("Today", "Monday 2 March 2026", "2026-03-02")
    assert day(None, MONDAY) == moment(None, "UTC", NOON) == Moment()


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 3, 2, 0, 0, tzinfo=UTC), "Today 00:00"),
        (datetime(2026, 3, 1, 23, 59, tzinfo=UTC), "Yesterday 23:59"),
        (datetime(2026, 3, 2, 23, 59, tzinfo=UTC), "Today 23:59"),
        (datetime(2026, 3, 3, 0, 0, tzinfo=UTC), "Tomorrow 00:00"),
        (datetime(2026, 2, 24, 0, 0, tzinfo=UTC), "Tuesday 00:00"),
        (datetime(2026, 2, 23, 23, 59, tzinfo=UTC), "1 week ago"),
        (datetime(2026, 3, 8, 23, 59, tzinfo=UTC), "Sunday 23:59"),
        (datetime(2026, 3, 9, 0, 0, tzinfo=UTC), "in 1 week"),
    ],
)
def test_a_day_changes_at_midnight_and_far_ones_have_no_time(at: datetime, words: str):
    assert moment(at, "UTC", NOON).words == words


def test_the_day_is_the_readers_and_not_the_servers():
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)

    assert {zone: moment(late, zone, late + timedelta(hours=1)).words for zone in ZONES} == {
        "UTC": "Yesterday 23:30",
        "Europe/Paris": "Today 00:30",
        "Asia/Kolkata": "Today 05:00",
        "America/New_York": "Today 18:30",
        "Pacific/Kiritimati": "Today 13:30",
        "Pacific/Pago_Pago": "Today 12:30",
    }
    assert [local_day(late, zone).day for zone in ZONES] == [2, 3, 3, 2, 3, 2]


ZONES = (
    "UTC",
    "Europe/Paris",
    "Asia/Kolkata",
    "America/New_York",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)


def test_when_the_clocks_go_forward_the_hour_that_is_not_there_is_not_said():
    before, after = (datetime(2026, 3, 29, hour, 30, tzinfo=UTC) for hour in (0, 1))

    assert [moment(at, "Europe/Paris", after) for at in (before, after)] == [
        Moment("Today 01:30", "Sunday 29 March 2026, 01:30 CET", "2026-03-29T01:30+01:00"),
        Moment("Today 03:30", "Sunday 29 March 2026, 03:30 CEST", "2026-03-29T03:30+02:00"),
    ]


def test_when_they_go_back_the_hour_there_is_twice_is_told_apart_in_full():
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    moments = [moment(at, "Europe/Paris", second) for at in (first, second)]

    assert [one.words for one in moments] == ["Today 02:30", "Today 02:30"]
    assert [one.at for one in moments] == ["2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00"]
    assert [one.exact[-4:].strip() for one in moments] == ["CEST", "CET"]


def test_a_week_with_a_change_of_clocks_has_seven_days_all_the_same():
    now = datetime(2026, 3, 30, 22, 30, tzinfo=UTC)
    at = datetime(2026, 3, 24, 23, 30, tzinfo=UTC)

    assert moment(at, "Europe/Paris", now).words == "Wednesday 00:30"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (0, "0:00"),
        (0.9, "0:00"),
        (-3, "0:00"),
        (59.99, "0:59"),
        (725, "12:05"),
        (3599, "59:59"),
        (3600, "1:00:00"),
        (36_061, "10:01:01"),
    ],
)
def test_seconds_are_said_as_on_a_clock(seconds: float | None, words: str):
    assert clock_words(seconds) == words


@pytest.mark.parametrize(
    ("on", "days", "then"),
    [
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
        (date(2026, 3, 2), 2, date(2026, 3, 4)),
        (date(2026, 3, 2), 4, date(2026, 3, 6)),
        (date(2026, 3, 2), 5, date(2026, 3, 9)),
        (date(2026, 3, 5), 2, date(2026, 3, 9)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 6), 5, date(2026, 3, 13)),
        (date(2026, 3, 7), 0, date(2026, 3, 7)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2026, 3, 8), 1, date(2026, 3, 9)),
        (date(2026, 3, 8), 5, date(2026, 3, 13)),
        (date(2026, 3, 4), 13, date(2026, 3, 23)),
    ],
)
def test_working_days_are_counted_without_weekends(on: date, days: int, then: date):
    assert add_working_days(on, days) == then


def test_months_are_counted_over_the_turn_of_the_year():
    assert [month_before(date(2026, 2, 1), back) for back in (0, 1, 2, 14)] == [
        date(2026, 2, 1),
        date(2026, 1, 1),
        date(2025, 12, 1),
        date(2024, 12, 1),
    ]
    assert [month_before(date(2025, 12, 1), -1), month_before(date(2026, 1, 31), -1)] == [
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]


def test_the_working_day_before_a_weekend_or_a_monday_is_the_friday():
    days = [working_day_before(date(2026, 3, day)) for day in (6, 7, 8, 9, 10)]

    assert [one.day for one in days] == [5, 6, 6, 6, 9]


def test_a_quarter_begins_in_january_april_july_and_october():
    firsts = [quarter_of(date(2026, month, 28)) for month in range(1, 13)]
    assert firsts == [date(2026, month, 1) for month in (1, 4, 7, 10) for _twice in range(3)]


def test_a_week_begins_on_a_monday():
    mondays = [monday_of(date(2026, 3, on)) for on in (1, 2, 8, 9)]
    assert mondays == [date(2026, 2, 23), date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 9)]


def test_what_has_been_is_never_tomorrow_to_a_reader_further_west():
    first, second = date(2026, 3, 1), date(2026, 3, 2)
    assert past_day(second, first) == day(second, second)
    assert past_day(first, second) == day(first, second)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOON + timedelta(days=1), "Tomorrow 13:00"),
        (NOON + timedelta(days=6), "Sunday 13:00"),
        (NOON + timedelta(days=7), "Mon 9 Mar, 13:00"),
        (NOON + timedelta(days=70), "Mon 11 May, 14:00"),
        (NOON - timedelta(days=14), "2 weeks ago"),
    ],
)
def test_what_is_to_be_kept_says_its_date_and_its_time(at: datetime, words: str):
    said = moment(at, "Europe/Berlin", NOON)

    assert appointment(at, "Europe/Berlin", NOON) == replace(said, words=words)
