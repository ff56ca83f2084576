"""What two blind scores come to, and when a third must look."""

from fractions import Fraction

import pytest

from coach_the_coach.observations.blind.rules import Scored, dimensions_apart, pair_score

EVEN: dict[int, int | None] = dict.fromkeys(range(1, 9), 3)


def test_of_two_the_mean_counts_as_an_exact_fraction():
    whole = pair_score(Scored({1: 3, 2: 2, 3: 4}), Scored({1: 4, 2: 2, 3: 3}))

    assert whole.levels == {1: Fraction(7, 2), 2: Fraction(2), 3: Fraction(7, 2)}
    assert whole.total == 3
    assert (whole.is_apart, whole.differs) == (False, ())


def test_what_one_did_not_observe_is_in_no_mean_and_what_nobody_did_is_in_none():
    whole = pair_score(Scored({1: 3, 2: None, 3: None}), Scored({1: None, 2: 3}))

    assert whole.levels == {1: Fraction(3), 2: Fraction(3)}
    assert whole.total == 3
    assert not whole.is_apart


def test_of_nothing_there_is_nothing():
    whole = pair_score(Scored(), Scored({1: None}))

    assert (whole.levels, whole.total, whole.is_apart) == ({}, None, False)


@pytest.mark.parametrize(
    ("lower", "is_apart"),
    [
        # Six of eight a level lower is 0.75 and not more; seven are.
        (6, False),
        (7, True),
    ],
)
def test_totals_further_apart_than_three_quarters_call_for_a_third(lower: int, is_apart: bool):
    other = EVEN | dict.fromkeys(range(1, lower + 1), 2)

    assert pair_score(Scored(EVEN), Scored(other)).is_apart is is_apart


@pytest.mark.parametrize(("level", "is_apart"), [(2, False), (1, True)])
def test_two_levels_in_one_dimension_call_for_a_third(level: int, is_apart: bool):
    whole = pair_score(Scored(EVEN), Scored(EVEN | {5: level}))

    assert whole.is_apart is is_apart
    assert whole.differs == ((5,) if is_apart else ())


def test_a_dimension_that_one_did_not_observe_is_not_far_apart():
    assert dimensions_apart({1: 4, 2: 4}, {1: None, 3: 1}) == ()


def test_totals_are_compared_of_what_each_observed():
    whole = pair_score(Scored({1: 4, 2: 4}), Scored({1: 3, 2: 3, 3: 1}))

    assert whole.is_apart
    assert whole.differs == ()


def test_of_three_the_middle_one_counts_and_where_two_have_a_level_their_mean():
    whole = pair_score(
        Scored({1: 4, 2: 4, 3: 4, 4: None}),
        Scored({1: 1, 2: 2, 3: None, 4: None}),
        Scored({1: 2, 2: None, 3: None, 4: 3}),
    )

    assert whole.levels == {1: Fraction(2), 2: Fraction(3), 3: Fraction(4), 4: Fraction(3)}
    assert whole.is_apart


def test_a_third_does_not_change_that_the_first_two_were_far_apart():
    first, second = Scored(EVEN), Scored(EVEN | {5: 1})

    assert pair_score(first, second, Scored(EVEN)).differs == (5,)


def test_a_stop_sign_counts_when_two_saw_it():
    first, second = Scored(EVEN, ("a", "b")), Scored(EVEN, ("b", "b"))

    assert pair_score(first, second).stop_signs == {"b"}
    assert pair_score(first, second, Scored(EVEN, ("a", "c"))).stop_signs == {"a", "b"}
