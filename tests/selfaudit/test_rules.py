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
    Yeses,
    asked_from,
    differences,
    found_for,
    is_gap,
    is_shown,
    missing,
    points,
    result_words,
    stands_mark,
    stands_word,
    verdict,
    verdict_words,
    yeses_of,
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
        (1, {"booked": 0, "lost_often": 1}),
        (2, {"with_skill": 7}),
        (3, {"complete": 11}),
        (4, {"coaching_minutes": 2399}),
        (5, {"developmental": 200}),
        (8, {"prepared": 4}),
        (8, {"listened": 0}),
        (9, {"practice_weeks": 2}),
    ],
)
def test_a_little_less_and_it_is_counted_otherwise(point: int, short: dict[str, int]):
    found = found_for(replace(GOOD, **short))
    assert [place for place, one in enumerate(found, 1) if one.supports is False] == [point]
    assert found[point - 1].words


@pytest.mark.parametrize(
    ("point", "none"),
    [
        (1, {"booked": 0}),
        (2, {"with_skill": 0}),
        (3, {"sessions": 0, "complete": 0}),
        (4, {"coaching_minutes": 0}),
        (5, {"developmental": 0, "tactical": 0}),
        (8, {"calls": 0, "prepared": 0}),
        (9, {"practice_weeks": 0}),
        (10, {"watched": 0}),
    ],
)
def test_where_nothing_of_it_is_kept_nothing_is_found(point: int, none: dict[str, int]):
    found = found_for(replace(GOOD, **none))
    assert [place for place, one in enumerate(found, 1) if one.supports is None] == sorted(
        {6, 7, point}
    )
    assert (stands_word(found[point - 1]), stands_mark(found[point - 1])) == ("Not found", "plain")
    assert (stands_word(Found()), stands_word(Found("x", supports=False))) == (
        "",
        "Counted otherwise",
    )


RUNS = "Your system runs. Help another manager with theirs."


@pytest.mark.parametrize(
    ("yeses", "said"),
    [
        (Yeses(10, 0, 0), RUNS),
        (
            Yeses(10, 8, 1),
            "10 yeses, 8 of them found by the program. "
            f"For 1 the program counts otherwise: look at that one first. {RUNS}",
        ),
        (
            Yeses(10, 2, 4),
            "10 yeses, 2 of them found by the program. "
            "For 4 the program counts otherwise: look at those first.",
        ),
        (
            Yeses(9, 0, 2),
            "9 yeses, none of them found by the program. "
            "For 2 the program counts otherwise: look at those first.",
        ),
        (
            Yeses(8, 4, 1),
            "8 yeses, 4 of them found by the program. For 1 the program counts otherwise: "
            "look at that one first. Sound. Close the gaps below first.",
        ),
        (
            Yeses(6, 2, 3),
            "6 yeses, 2 of them found by the program. For 3 the program counts otherwise. "
            "What limits your team today is the way it is managed, not the people in it. "
            "Start with the first No.",
        ),
    ],
)
def test_yeses_that_stand_against_what_was_found_are_said_before_praise(yeses: Yeses, said: str):
    assert result_words(yeses, is_own=True) == said


@pytest.mark.parametrize("n", [10, 8, 6])
def test_the_leader_is_told_of_another_and_not_of_themself(n: int):
    assert result_words(Yeses(n, n, 0), is_own=False).startswith("As you see it")


def test_yeses_are_told_apart_by_what_was_found():
    answers = [(True, True), (True, False), (True, None), (False, True), (None, None)]
    assert (yeses_of(answers), yeses_of(answers).stated) == (Yeses(3, 1, 1), 1)
    assert [is_gap(yes=yes, supports=supports) for yes, supports in answers] == [
        *(False, True, False),
        *(True, True),
    ]


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
