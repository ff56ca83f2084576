"""What a series must hold, on which days it falls, and what is proposed for a team."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_the_coach.cadence.rules import Booked
from coach_the_coach.cadence.week.booking import rules
from coach_the_coach.cadence.week.booking.rules import SeriesDraft, Wanted
from coach_the_coach.cadence.week.rules import Slot, overlaps
from tests.cadence.week.booked import TUESDAY, at

ZONE = "Europe/Paris"
TODAY = date(2026, 3, 2)
DRAFT = SeriesDraft("rae", TUESDAY, 45, 1, date(2026, 4, 7))


def test_a_draft_that_holds_together_has_no_problems_and_says_what_it_is_for():
    assert rules.problems_in(DRAFT, today=TODAY) == {}
    assert rules.problems_in(replace(DRAFT, every_weeks=0, until=None), today=TODAY) == {}
    assert [replace(DRAFT, who=who).booked for who in ("rae", rules.TEAM, rules.OWN)] == [
        Booked.ONE_TO_ONE,
        Booked.TEAM_PRACTICE,
        Booked.BLOCK,
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"who": ""}, "who"),
        ({"starts": None}, "starts"),
        ({"starts": TUESDAY - timedelta(days=2)}, "starts"),
        ({"starts": TUESDAY + timedelta(days=730)}, "starts"),
        ({"minutes": 14}, "minutes"),
        ({"minutes": 121}, "minutes"),
        ({"every_weeks": 3}, "every"),
        ({"until": None}, "until"),
        ({"until": date(2026, 3, 2)}, "until"),
        ({"until": date(2027, 4, 1)}, "until"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(change: dict[str, object], field: str):
    assert set(rules.problems_in(replace(DRAFT, **change), today=TODAY)) == {field}


@given(
    first=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    weeks=st.integers(0, 52),
    every=st.sampled_from([1, 2, 4]),
    clock=st.times(time(5), time(22)),
    zone=st.sampled_from(["Europe/Paris", "America/New_York", "Australia/Sydney", "UTC"]),
)
def test_each_time_of_a_series_is_on_its_weekday_and_on_the_same_clock(
    first: date, weeks: int, every: int, clock: time, zone: str
):
    minute = clock.replace(second=0, microsecond=0)
    until = first + timedelta(weeks=weeks)
    draft = SeriesDraft("x", datetime.combine(first, minute), 30, every, until)
    slots = rules.slots_of(draft, zone)
    local = [slot.starts_at.astimezone(ZoneInfo(zone)) for _on, slot in slots]
    assert {one.time() for one in local} == {minute}
    assert [one.date() for one in local] == [on for on, _slot in slots]
    assert {(on - first).days % (7 * every) for on, _slot in slots} == {0}
    assert len(slots) == weeks // every + 1


def test_what_runs_into_something_is_left_out():
    slots = rules.slots_of(DRAFT, ZONE)
    free = rules.free_of(slots, [Slot(at(10, 10), 30)])
    assert [on for on, _slot in free] == [one for one, _slot in slots if one != date(2026, 3, 10)]


def test_a_day_with_three_is_crowded():
    slots = rules.slots_of(DRAFT, ZONE)
    three = [at(10, hour) for hour in (11, 13, 15)]
    assert rules.crowded(slots, three, ZONE) == [date(2026, 3, 10)]
    assert rules.crowded(slots, three[:2], ZONE) == []


@given(
    reps=st.integers(0, 30),
    busy=st.lists(st.integers(0, 24 * 7 * 2), max_size=30),
    minutes=st.sampled_from([30, 45, 60]),
)
def test_what_is_proposed_runs_into_nothing_and_never_is_a_fourth_of_a_day(
    reps: int, busy: list[int], minutes: int
):
    start = datetime(2026, 3, 2, tzinfo=UTC)
    taken = [Slot(start + timedelta(hours=hour), 60) for hour in busy]
    wanted = [Wanted(one, minutes, 1) for one in range(reps)]
    found = rules.proposed(wanted, taken, zone=ZONE, today=TODAY)
    days = [one.starts.date() for one in found]
    assert all(days.count(on) <= 3 for on in days)
    assert all(on.weekday() < 5 and on > TODAY + timedelta(days=6) for on in days)
    slots = [
        Slot(one.starts.replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC), minutes) for one in found
    ]
    for place, slot in enumerate(slots):
        assert not overlaps(slot, [*taken, *slots[:place], *slots[place + 1 :]])
    assert [one.person_id for one in found] == sorted(one.person_id for one in found)
    assert len(found) <= 15


def test_how_often_follows_the_rhythm():
    assert [rules.every_weeks_for(n) for n in (1, 2, 3, 4, 8)] == [4, 2, 2, 1, 1]
    assert [rules.every_word(n) for n in rules.EVERY] == [
        "Every week",
        "Every other week",
        "Every four weeks",
        "Once",
    ]
    assert rules.booked_words(1, []) == "1 time booked."
    assert rules.booked_words(4, ["10 March"]) == (
        "4 times booked. Left out, for something else is there: 10 March."
    )


def test_whoever_needs_a_time_is_counted_in_words():
    assert rules.without_words(0, is_rest=True) == ""
    assert rules.without_words(1, is_rest=False) == "1 needs a time that you choose."
    assert rules.without_words(1, is_rest=True) == "1 more needs a time that you choose."
    assert rules.without_words(2, is_rest=True) == "2 more need a time that you choose."
