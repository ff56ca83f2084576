"""The library is read strictly, a practice holds a full round, and weeks are counted in a row."""

from datetime import date, timedelta

import pytest

from coach_the_coach.coaching.practice.queries import FILE, library
from coach_the_coach.coaching.practice.rules import (
    LEAST_MOMENTS,
    CloseDraft,
    Step,
    is_held_this_week,
    is_late,
    likely_minutes,
    problems_in,
    read_library,
    recent_weeks,
    recent_words,
    step_mark,
    step_of,
    step_word,
    streak,
    streak_words,
)
from coach_the_coach.foundation.errors import Invalid

MONDAY = date(2026, 3, 2)


def weeks_ago(*numbers: int, weekday: int = 2) -> set[date]:
    """A day in each of the weeks so many before that of `MONDAY`."""
    return {MONDAY + timedelta(days=weekday, weeks=-number) for number in numbers}


def test_the_file_that_is_shipped_has_enough_moments_each_of_its_own():
    moments = library().moments

    assert len(moments) >= LEAST_MOMENTS
    assert len({one.opening for one in moments}) == len(moments)
    assert all(question.endswith("?") for one in moments for question in one.debrief)
    assert library().moment("price-too-high") in moments
    assert library().moment("nowhere") is None


def test_practice_is_never_called_by_another_word():
    assert "role" not in FILE.read_text().casefold()


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('key = "price-too-high"', 'key = "Price"', "moment 2"),
        ('key = "price-too-high"', 'key = "silent-after-proposal"', "silent-after-proposal"),
        ('title = "Price objection"', 'title = " Price"', "moment 2"),
        ('title = "Price objection"', f'title = "{"x" * 61}"', "moment 2"),
        ('title = "Price objection"', 'name = "Price"', "moment 2"),
        ('  "Say nothing for a while after the first answer.",\n', "", ""),
        ('  "What did you do in the silence after the number?",\n', "", "moment 2"),
        ('version = "1.0"', 'version = "1.0"\nmore = 1', "file"),
        ('version = "1.0"', "", "version"),
        ('version = "1.0"', "version", "file"),
    ],
)
def test_a_file_that_does_not_hold_is_refused_with_its_place(old: str, new: str, place: str):
    text = FILE.read_text().replace(old, new, 1)
    if not place:
        assert len(read_library(text).moments[1].prompts) == 2
        return
    with pytest.raises(Invalid) as refusal:
        read_library(text)
    assert list(refusal.value.problems) == [place]


def test_too_few_moments_are_no_library():
    with pytest.raises(Invalid) as refusal:
        read_library('version = "1"\nmoments = []')
    assert list(refusal.value.problems) == ["moments"]


@pytest.mark.parametrize(
    ("held", "today", "row", "lately"),
    [
        (set(), MONDAY, 0, 0),
        # The running week does not break it, and counts once something was held.
        (weeks_ago(1, 2, 3), MONDAY, 3, 3),
        (weeks_ago(1, 2, 3), MONDAY + timedelta(days=6), 3, 3),
        (weeks_ago(0, 1, 2, 3), MONDAY + timedelta(days=2), 4, 4),
        (weeks_ago(0), MONDAY + timedelta(days=2), 1, 1),
        # A week without one ends it.
        (weeks_ago(2, 3, 4), MONDAY, 0, 3),
        (weeks_ago(0, 2, 3, 4), MONDAY + timedelta(days=3), 1, 3),
        # Two in a week are one week, and Sunday is still of it.
        (weeks_ago(1) | weeks_ago(1, weekday=6), MONDAY, 1, 1),
        (weeks_ago(1, 2, 3, 4, 5, 6), MONDAY, 6, 4),
    ],
)
def test_weeks_in_a_row_and_of_the_last_four(held: set[date], today: date, row: int, lately: int):
    assert (streak(held, today=today), recent_weeks(held, today=today)) == (row, lately)


def test_this_week_begins_on_monday_and_is_late_from_thursday():
    assert not is_held_this_week({MONDAY - timedelta(days=1)}, today=MONDAY)
    assert is_held_this_week({MONDAY}, today=MONDAY + timedelta(days=6))
    assert [is_late(MONDAY + timedelta(days=day)) for day in range(7)] == [False] * 3 + [True] * 4


def test_weeks_in_words():
    assert [streak_words(number) for number in (0, 1, 5)] == [
        "None in a row yet",
        "1 week in a row",
        "5 weeks in a row",
    ]
    assert recent_words(3) == "3 of the last 4 weeks"


def test_a_round_goes_from_an_attempt_over_the_debrief_to_another_attempt():
    steps = [
        step_of(attempted=False, debrief="", retried=False),
        step_of(attempted=True, debrief="", retried=False),
        step_of(attempted=True, debrief="Wait", retried=False),
        step_of(attempted=True, debrief="Wait", retried=True),
    ]
    assert steps == [Step.NONE, Step.ATTEMPTED, Step.DEBRIEFED, Step.RETRIED]
    assert [(step_word(one), step_mark(one)) for one in steps] == [
        ("Not tried yet", "plain"),
        ("Tried once", "underway"),
        ("Talked over", "underway"),
        ("Tried again", "done"),
    ]


@pytest.mark.parametrize(
    ("draft", "rounds", "problems"),
    [
        (CloseDraft(20, True, "Wait."), 1, []),
        (CloseDraft(5, False, "Wait."), 3, []),
        (CloseDraft(180, False, "x" * 600), 3, []),
        (CloseDraft(20, True, "Wait."), 0, ["rounds"]),
        (CloseDraft(4, True, "Wait."), 1, ["minutes"]),
        (CloseDraft(181, True, "x" * 601), 1, ["minutes", "learned"]),
        (CloseDraft(), 0, ["rounds", "minutes", "planned", "learned"]),
        (CloseDraft(20, True, "  "), 1, ["learned"]),
    ],
)
def test_what_a_practice_needs_to_be_closed(draft: CloseDraft, rounds: int, problems: list[str]):
    assert list(problems_in(draft, full_rounds=rounds, days_ago=31)) == problems


def test_the_length_is_proposed_to_five_minutes_and_not_over_night():
    assert [likely_minutes(one) for one in (0, 12, 13, 178, 600)] == [5, 10, 15, 180, 30]
