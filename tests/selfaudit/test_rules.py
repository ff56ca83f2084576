"""The ten points: what is found, what they come to, and to whom that is said."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coach_the_coach.selfaudit.rules import (
    NEW_FOR,
    POINTS,
    Facts,
    Found,
    Verdict,
    asked_from,
    differences,
    found_for,
    is_shown,
    missing,
    points,
    verdict,
    verdict_words,
)

GOOD = Facts(
    people=8,
    booked=8,
    with_skill=8,
    sessions=12,
    complete=12,
    coaching_minutes=2400,
    contracted_minutes=9600,
    developmental=300,
    tactical=200,
    calls=5,
    prepared=5,
    listened=1,
    practice_weeks=3,
    watched=1,
)
"""Somebody for whom the program bears out every yes that it can."""


def test_there_are_ten_points_and_each_is_said_of_those_who_are_coached():
    said = points("rep", "reps", "leader")
    assert len(said) == POINTS == len(found_for(GOOD))
    assert "no rep lost theirs" in said[0]
    assert "no manager lost theirs" in points("manager", "managers", "leader")[0]
    assert not [text for text in said if "{" in text]


def test_what_is_found_bears_out_every_point_but_the_two_that_nobody_records():
    assert [one.supports for one in found_for(GOOD)] == [
        *(True, True, True, True, True),
        *(None, None),
        *(True, True, True),
    ]


@pytest.mark.parametrize(
    ("point", "short"),
    [
        (1, {"booked": 7}),
        (1, {"lost_often": 1}),
        (2, {"with_skill": 7}),
        (3, {"complete": 11}),
        (3, {"sessions": 0, "complete": 0}),
        (4, {"coaching_minutes": 2399}),
        (5, {"developmental": 200}),
        (5, {"developmental": 0, "tactical": 0}),
        (8, {"prepared": 4}),
        (8, {"calls": 0, "prepared": 0}),
        (8, {"listened": 0}),
        (9, {"practice_weeks": 2}),
        (10, {"watched": 0}),
    ],
)
def test_a_little_less_and_it_is_not_found(point: int, short: dict[str, int]):
    found = found_for(replace(GOOD, **short))
    assert [place for place, one in enumerate(found, 1) if one.supports is False] == [point]
    assert found[point - 1].words


def test_what_nothing_is_known_of_says_nothing():
    nothing = found_for(Facts())
    assert nothing[0] == nothing[1] == nothing[3] == Found()


@pytest.mark.parametrize(
    ("yeses", "which"),
    [
        *((n, Verdict.LIMITED) for n in range(7)),
        (7, Verdict.SOUND),
        (8, Verdict.SOUND),
        (9, Verdict.RUNNING),
        (10, Verdict.RUNNING),
    ],
)
def test_seven_is_the_threshold(yeses: int, which: Verdict):
    assert verdict(yeses) is which
    assert verdict_words(which)


def test_a_verdict_below_seven_is_kept_from_whoever_is_new():
    today = date(2026, 3, 2)
    new, settled = today - NEW_FOR + timedelta(days=1), today - NEW_FOR
    assert not is_shown(Verdict.LIMITED, coaches_since=new, today=today)
    assert is_shown(Verdict.LIMITED, coaches_since=settled, today=today)
    assert is_shown(Verdict.LIMITED, coaches_since=None, today=today)
    assert is_shown(Verdict.SOUND, coaches_since=today, today=today)


def test_whoever_has_not_answered_is_asked_in_the_last_four_weeks_of_a_quarter():
    firsts = {asked_from(date(2026, month, 28)) for month in range(1, 13)}
    assert sorted(firsts) == [
        date(2026, 3, 4),
        date(2026, 6, 3),
        date(2026, 9, 3),
        date(2026, 12, 4),
    ]


def test_open_points_and_differences_are_named_by_their_number():
    assert missing({1: True, 2: None, 4: False}) == [2, 3, 5, 6, 7, 8, 9, 10]
    assert differences([True, False, None], [True, True, None]) == [2]
