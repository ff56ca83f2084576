"""What counts as a noted day, what share was coaching, and what the calendar proposes."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from coach_the_coach.cadence.hours.rules import (
    NOT_THE_JOB,
    Held,
    Planned,
    Share,
    TimeBand,
    band,
    band_word,
    category_meaning,
    category_word,
    coaching_share,
    days_of,
    drops_in,
    duration_words,
    first_day,
    problems_in_closing,
    problems_in_drops,
    proposals,
    totals,
)
from coach_the_coach.cadence.rules import Booked, Category
from coach_the_coach.coaching.rules import Form, Purpose

MONDAY = date(2026, 3, 2)


def two_weeks(days: int, **minutes: int) -> dict[tuple[date, Category], int]:
    """The same minutes by category on each of so many of the ten days."""
    return {
        (on, Category(name)): noted
        for on in days_of(MONDAY)[:days]
        for name, noted in minutes.items()
    }


def test_ten_working_days_over_two_weekends_at_most():
    assert [one.day for one in days_of(MONDAY)] == [2, 3, 4, 5, 6, 9, 10, 11, 12, 13]
    assert [one.day for one in days_of(date(2026, 3, 5))] == [5, 6, 9, 10, 11, 12, 13, 16, 17, 18]
    assert [first_day(MONDAY + timedelta(days=day)).day for day in range(8)] == [
        *(2, 3, 4, 5, 6, 9, 9, 9)
    ]


def test_a_share_is_said_once_eight_days_are_noted():
    seven, eight = (
        coaching_share(two_weeks(days, coaching=60, training=60, crm=360)) for days in (7, 8)
    )

    assert (seven.share, seven.missing) == (None, 1)
    assert eight == Share(coaching=960, minutes=3840, days=8)
    assert (eight.share, eight.missing) == (Fraction(1, 4), 0)
    assert coaching_share({}).missing == 8


def test_a_day_of_which_little_was_noted_counts_on_neither_side():
    minutes = two_weeks(8, coaching=60, crm=180) | {(days_of(MONDAY)[9], Category.COACHING): 239}

    assert coaching_share(minutes) == Share(coaching=480, minutes=1920, days=8)
    assert totals(minutes)[Category.COACHING] == 480
    assert totals(minutes)[Category.TEAM] == 0


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (Fraction(0), TimeBand.HARDLY),
        (Fraction(999, 10000), TimeBand.HARDLY),
        (Fraction(10, 100), TimeBand.SOME),
        (Fraction(2499, 10000), TimeBand.SOME),
        (Fraction(25, 100), TimeBand.GOOD),
        (Fraction(3999, 10000), TimeBand.GOOD),
        (Fraction(40, 100), TimeBand.MOST),
        (Fraction(1), TimeBand.MOST),
    ],
)
def test_a_band_begins_with_its_lower_bound(share: Fraction, expected: TimeBand):
    assert band(share) is expected
    assert "%" in band_word(expected)


def test_every_category_has_its_words_and_three_are_not_the_job():
    assert len({category_word(one) for one in Category}) == 8
    assert len({category_meaning(one) for one in Category}) == 8
    assert {Category.REPORTS, Category.MEETINGS, Category.CRM} == NOT_THE_JOB


def test_the_calendar_proposes_coaching_and_training_once_each():
    held = [
        Held(MONDAY, Form.ONE_TO_ONE, Purpose.COACH, 30, 1),
        Held(MONDAY, Form.CALL_REVIEW, Purpose.COACH, 20, 2),
        Held(MONDAY, Form.ONE_TO_ONE, Purpose.TRAIN, 45, 3),
        Held(MONDAY, Form.TEAM_PRACTICE, Purpose.TRAIN, 30, None),
        Held(MONDAY, Form.ONE_TO_ONE, Purpose.INSPECT, 30, 4),
        Held(MONDAY, Form.ONE_TO_ONE, Purpose.CELEBRATE, 15, 5),
    ]
    planned = [
        # In the log already, by day and person; the team's too.
        Planned(MONDAY, Booked.ONE_TO_ONE, 30, 1),
        Planned(MONDAY, Booked.TEAM_PRACTICE, 30, None),
        Planned(MONDAY, Booked.ONE_TO_ONE, 25, 6),
        Planned(MONDAY, Booked.BLOCK, 60, None),
        Planned(MONDAY + timedelta(days=1), Booked.TEAM_PRACTICE, 40, None),
    ]

    assert proposals(held, planned) == {
        (MONDAY, Category.COACHING): 30 + 20 + 25 + 60,
        (MONDAY, Category.TRAINING): 45 + 30,
        (MONDAY + timedelta(days=1), Category.TRAINING): 40,
    }
    assert proposals([], []) == {}


def test_what_is_to_be_dropped_is_one_thing_in_a_line():
    assert drops_in(" One \n\n Two\n") == ["One", "Two"]
    assert problems_in_drops("\n".join("x" * 160 for _line in range(10))) == {}
    assert list(problems_in_drops("x\n" * 11)) == ["drops"]
    assert list(problems_in_drops("x" * 161)) == ["drops"]


def test_closing_needs_enough_days_and_one_thing_to_drop():
    enough, short = Share(1, 4000, 8), Share(1, 4000, 7)

    assert problems_in_closing(enough, "One") == {}
    assert list(problems_in_closing(short, "One")) == ["days"]
    assert list(problems_in_closing(enough, " \n")) == ["drops"]


def test_minutes_in_words():
    said = [duration_words(one).replace("\u00a0", " ") for one in (0, 45, 60, 390)]
    assert said == ["0 min", "45 min", "1 h", "6 h 30"]
