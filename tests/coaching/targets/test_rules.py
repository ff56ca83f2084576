"""What a wanted mix of talks may be."""

from fractions import Fraction

import pytest

from coach_the_coach.coaching.rules import KIND_TARGETS, Kind, KindTarget
from coach_the_coach.coaching.targets.rules import (
    Bounds,
    bounds_of,
    bounds_words,
    draft_from,
    problems_in,
    target_of,
)

NUMBER = "A whole number from 0 to 100, or nothing."


def problems(**form: str) -> dict[str, str]:
    return problems_in(draft_from(form))


def test_an_empty_field_is_no_limit_and_a_per_cent_sign_may_be_typed():
    draft = draft_from({"developmental_at_least": " 45 % ", "tactical_at_most": "0"})

    assert draft.bounds == {
        Kind.DEVELOPMENTAL: Bounds(at_least=45),
        Kind.TACTICAL: Bounds(at_most=0),
        Kind.STRATEGIC: Bounds(),
        Kind.STATUS: Bounds(),
    }
    assert problems_in(draft) == {}


@pytest.mark.parametrize("typed", ["101", "-1", "4.5", "many", "\u0664", "1000"])
def test_only_whole_numbers_from_0_to_100_are_taken(typed: str):
    assert problems(status_at_most=typed) == {"status_at_most": NUMBER}


def test_at_least_is_not_above_at_most():
    both = {"tactical_at_least": "40", "tactical_at_most": "39"}

    assert problems(**both) == {"tactical_at_most": "At most is less than at least."}
    assert problems(tactical_at_least="40", tactical_at_most="40") == {}


def test_the_least_shares_fit_into_a_whole():
    least = {"developmental_at_least": "60", "tactical_at_least": "40"}

    assert problems(**least) == {}
    assert problems(**least, status_at_least="1") == {
        "mix": "Together the least shares are more than 100\u00a0%."
    }


def test_the_greatest_shares_make_up_a_whole():
    most = {f"{kind}_at_most": "25" for kind in ("developmental", "tactical", "strategic")}

    assert problems(**most) == {}
    assert problems(**most, status_at_most="25") == {}
    assert problems(**most, status_at_most="24") == {
        "mix": "Together the greatest shares are less than 100\u00a0%."
    }


def test_bounds_and_targets_are_the_same_in_two_ways_of_writing():
    assert target_of(Bounds(40, 55)) == KindTarget(Fraction(2, 5), Fraction(11, 20))
    assert {kind: target_of(bounds_of(one)) for kind, one in KIND_TARGETS.items()} == KIND_TARGETS


def test_bounds_are_said_in_words():
    said = [bounds_words(one) for one in (Bounds(40), Bounds(None, 10), Bounds(5, 20), Bounds())]

    assert said == ["at least 40\u00a0%", "at most 10\u00a0%", "5 to 20\u00a0%", ""]
