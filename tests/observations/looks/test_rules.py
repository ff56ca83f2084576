"""What a short look holds, and what is missing before it is given."""

import pytest

from coach_the_coach.observations.looks.rules import (
    FEW,
    LENGTHS,
    LookDraft,
    missing_in,
    problems_in,
)

WHOLE = LookDraft({2: 3, 7: 1}, "They asked.", "Ask once more.")


def test_a_whole_look_lacks_nothing():
    assert missing_in(WHOLE) == {}
    assert missing_in(LookDraft({5: 4}, "A.", "B.")) == {}


def test_an_empty_look_can_be_kept_and_says_all_that_is_missing():
    assert problems_in(LookDraft()) == {}
    assert missing_in(LookDraft(moment=" ", to_try="\n")) == {
        "dimensions": "Choose one or two that you watched for.",
        "moment": "Write down one moment: what was said or done.",
        "to_try": "Write one thing they could try.",
    }


def test_a_dimension_that_was_chosen_needs_its_level():
    assert missing_in(LookDraft({2: None, 7: 1}, "A.", "B.")) == {
        "level_2": "Choose which of these you saw."
    }


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (LookDraft(dict.fromkeys(range(1, FEW + 2), 1)), "dimensions"),
        (LookDraft({9: 1}), "dimensions"),
        (LookDraft({0: None}), "dimensions"),
        (LookDraft({1: 5}), "level_1"),
        (LookDraft({1: 0}), "level_1"),
        (LookDraft(moment="x" * (LENGTHS["moment"] + 1)), "moment"),
        (LookDraft(to_try="x" * (LENGTHS["to_try"] + 1)), "to_try"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(draft: LookDraft, field: str):
    assert list(problems_in(draft)) == [field]
    assert field in missing_in(draft)
