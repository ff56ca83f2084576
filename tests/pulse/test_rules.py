"""When people are asked, over which time it is shown, and what is kept of a mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_the_coach.pulse.rules import (
    BOTTOM,
    TOP,
    closes_on,
    closes_quarter,
    last_day,
    level,
    level_words,
    months_asked,
    months_of_quarter,
    months_words,
    quarters_shown,
)
from tests.pulse.said import DECEMBER, NOVEMBER, OCTOBER

JULY = date(2026, 7, 1)
QUARTER = (OCTOBER, NOVEMBER, DECEMBER)


@pytest.mark.parametrize(
    ("on", "months"),
    [
        (date(2026, 11, 23), []),
        (date(2026, 11, 24), [NOVEMBER]),
        (date(2026, 11, 30), [NOVEMBER]),
        (date(2026, 12, 5), [NOVEMBER]),
        (date(2026, 12, 6), []),
        (date(2027, 1, 1), [DECEMBER]),
    ],
)
def test_people_are_asked_in_the_last_week_of_a_month_and_five_days_after(
    on: date, months: list[date]
):
    assert months_asked(on) == months


def test_a_month_closes_a_week_after_its_end():
    assert (last_day(NOVEMBER), closes_on(NOVEMBER)) == (date(2026, 11, 30), date(2026, 12, 8))
    assert closes_on(DECEMBER) == date(2027, 1, 8)


def test_quarters_are_those_of_the_calendar():
    assert [
        months_of_quarter(day) for day in (OCTOBER, date(2026, 11, 12), date(2026, 12, 31))
    ] == [QUARTER] * 3
    assert [closes_quarter(month) for month in QUARTER] == [False, False, True]


def test_a_quarter_is_shown_once_its_first_month_is_closed():
    assert quarters_shown(date(2026, 11, 7), 1) == [months_of_quarter(JULY)]
    assert quarters_shown(date(2026, 11, 8), 2) == [QUARTER, months_of_quarter(JULY)]


@pytest.mark.parametrize(
    ("said", "kept", "words"),
    [
        ([5, 5, 5, 5, 5], TOP, "4 or more"),
        ([4, 4, 4, 4, 4], TOP, "4 or more"),
        ([5, 5, 5, 5, 4], TOP, "4 or more"),
        ([3, 3, 3, 3, 3], 6, "3"),
        ([2, 3, 4, 3, 3], 6, "3"),
        ([2, 2, 2, 2, 2], BOTTOM, "2 or less"),
        ([1, 1, 1, 1, 1], BOTTOM, "2 or less"),
        ([4, 4, 4, 3, 3], 7, "3.5"),
        ([5, 4, 4, 4, 5], 9, "4.5"),
        ([3, 4, 4, 4, 4], 8, "4"),
    ],
)
def test_means_are_halves_and_their_ends_are_bands(said: list[int], kept: int, words: str):
    assert (level(said), level_words(level(said))) == (kept, words)


@given(st.lists(st.integers(1, 5), min_size=5, max_size=40))
def test_from_no_mean_one_can_tell_what_each_one_said(said: list[int]):
    """Whatever is shown is also shown where not all said the same."""
    shown = level(said)
    mixed = {TOP: [5, 5, 5, 5, 4], BOTTOM: [1, 1, 1, 1, 2], 6: [2, 3, 4, 3, 3]}
    assert shown in (TOP, BOTTOM) or abs(shown - 2 * sum(said) / len(said)) <= 0.5
    if len(set(said)) == 1:
        assert level(mixed[shown]) == shown


def test_of_nobody_there_is_no_mean():
    with pytest.raises(ValueError, match="nobody"):
        level([])


def test_months_are_said_as_a_person_says_them():
    assert months_words([NOVEMBER]) == "November 2026"
    assert months_words([OCTOBER, DECEMBER]) == "October and December 2026"
    assert months_words(QUARTER) == "October to December 2026"
