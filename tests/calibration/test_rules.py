"""Who is drawn, what counts of several who are no pair, and what is said to whom."""

from fractions import Fraction

import pytest

from coach_the_coach.calibration.rules import (
    Candidate,
    Part,
    Scored,
    Stage,
    among,
    drawn,
    next_words,
    number_words,
    problems_in_reason,
    stage_of,
    together,
)


def test_one_is_drawn_from_outside_the_line_who_did_it_least_of_late():
    everybody = [
        Candidate("line", is_outside=False, scorings=0),
        Candidate("c", is_outside=True, scorings=2),
        Candidate("b", is_outside=True, scorings=1),
        Candidate("a", is_outside=True, scorings=1),
    ]

    assert [one.public_id for one in among(everybody)] == ["a", "b"]
    assert {drawn(everybody, str(seed)) for seed in range(40)} == {"a", "b"}


def test_a_draw_is_the_same_again_whatever_the_order_of_those_it_is_made_from():
    everybody = [Candidate(name, is_outside=True) for name in "abcdefgh"]

    for seed in ("one", "two", "three"):
        assert drawn(everybody, seed) == drawn(everybody[::-1], seed)


def test_where_nobody_is_from_outside_one_of_the_line_is_drawn_and_of_nobody_none():
    line = [Candidate("a", scorings=3), Candidate("b", scorings=1)]

    assert drawn(line, "x") == "b"
    assert drawn([], "x") is None


def test_of_several_who_are_no_pair_the_mean_counts_and_every_stop_sign():
    levels, signs = together(
        [Scored({1: 3, 2: None}, ("a",)), Scored({1: 4, 2: None}), Scored({1: 4, 3: 2}, ("b",))]
    )

    assert levels == {1: Fraction(11, 3), 3: Fraction(2)}
    assert signs == {"a", "b"}


@pytest.mark.parametrize(
    ("both", "third", "settled", "off", "stage"),
    [
        (False, False, False, False, Stage.SCORING),
        (True, False, False, False, Stage.APART),
        (True, True, False, False, Stage.ADJUDICATING),
        (True, False, True, False, Stage.SETTLED),
        (True, True, True, False, Stage.SETTLED),
        (False, False, False, True, Stage.CALLED_OFF),
    ],
)
def test_how_far_it_has_come(both: bool, third: bool, settled: bool, off: bool, stage: Stage):
    found = stage_of(both_signed=both, third_named=third, settled=settled, called_off=off)
    assert found is stage


def test_what_one_is_told_while_it_is_scored_hangs_on_their_own_signature_alone():
    said = {
        part: [next_words(Stage.SCORING, part, signed=signed) for signed in (False, True)]
        for part in Part
    }

    assert said[Part.FIRST][0] != said[Part.FIRST][1] == said[Part.SECOND][1]
    for part in (Part.OBSERVED, Part.OTHER, Part.THIRD):
        assert said[part][0] == said[part][1]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (None, ""),
        (Fraction(599, 200), "2.99"),
        (Fraction(3), "3.00"),
        (Fraction(8, 3), "2.66"),
    ],
)
def test_a_score_is_said_rounded_down(number: Fraction | None, words: str):
    assert number_words(number) == words


def test_calling_off_takes_a_reason():
    assert problems_in_reason(" ") == {"reason": "Say why, in a sentence. The others read it."}
    assert problems_in_reason("x" * 501) == {"reason": "At most 500 characters."}
    assert problems_in_reason("She is ill.") == {}
