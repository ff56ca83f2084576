from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.observations.rating.rules import (
    Overall,
    RatingDraft,
    Standouts,
    WholeDraft,
    absent_words,
    not_scored_words,
    overall,
    problems_before_signing,
    problems_in,
    problems_in_own_levels,
    problems_in_reason,
    rounded_down,
    standouts,
)
from coach_the_coach.observations.rubric import rules as rubric
from coach_the_coach.observations.rubric.rules import (
    read_rubric,
)
from coach_the_coach.observations.rules import Seen

TOML = (Path(rubric.__file__).parent / "rubric-1.1.toml").read_text("utf-8")
RUBRIC = read_rubric(TOML)
A_ONE_LACKS = "A 1 needs a quote, the moment it was seen, or that it did not happen."
THREES = tuple(RatingDraft(number, 3) for number in range(1, 9))
WHOLE = WholeDraft(ratings=THREES, one_thing="Leave the pause.")

LEVELS = st.dictionaries(st.integers(1, 8), st.none() | st.integers(1, 4))


def levels(text: str) -> dict[int, int | None]:
    """The levels of dimensions 1, 2, ... written as digits; N is not observed."""
    return {at: None if sign == "N" else int(sign) for at, sign in enumerate(text, 1)}


def test_eight_levels_are_enough_to_sign_and_what_to_work_on_is_set_in_the_talk():
    assert problems_before_signing(WHOLE, RUBRIC) == {}
    assert problems_before_signing(replace(WHOLE, one_thing=" \n"), RUBRIC) == {}


def test_an_empty_rating_may_be_kept_and_is_asked_for_the_rest_before_signing():
    assert problems_in(WholeDraft(), RUBRIC) == {}
    assert problems_before_signing(WholeDraft(), RUBRIC) == {
        f"rating_{at}": "Choose a level, or mark it as not observed." for at in range(1, 9)
    }


def test_what_was_not_observed_is_marked_and_then_may_be_signed():
    ratings = tuple(RatingDraft(number, None) for number in range(1, 9))

    assert problems_before_signing(replace(WHOLE, ratings=ratings), RUBRIC) == {}
    assert overall(replace(WHOLE, ratings=ratings).levels) is None


@pytest.mark.parametrize(
    ("rating", "problems"),
    [
        (RatingDraft(5, 1), {"rating_5": A_ONE_LACKS}),
        (RatingDraft(5, 4), {"rating_5": "A 4 needs a quote or the moment it was seen."}),
        (
            RatingDraft(5, 4, quote="  "),
            {"rating_5": "A 4 needs a quote or the moment it was seen."},
        ),
        (RatingDraft(5, 4, quote="You always do."), {}),
        (RatingDraft(5, 1, moment_seconds=0), {}),
        (RatingDraft(5, 2), {}),
        (RatingDraft(5, 0), {"rating_5": "Choose one of the four levels, or not observed."}),
        (RatingDraft(5, 5), {"rating_5": "Choose one of the four levels, or not observed."}),
        (RatingDraft(5, 3, quote="x" * 601), {"rating_5": "A quote has at most 600 characters."}),
        (
            RatingDraft(5, 1, moment_seconds=-1),
            {"rating_5": "A moment lies after the start of the session."},
        ),
    ],
)
def test_a_one_and_a_four_need_a_quote_or_a_moment(rating: RatingDraft, problems: dict[str, str]):
    draft = replace(WHOLE, ratings=(*THREES[:4], rating, *THREES[5:]))

    assert problems_before_signing(draft, RUBRIC) == problems


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"ratings": (*THREES, RatingDraft(9, 3))}, ["rating_9"]),
        ({"ratings": (*THREES, RatingDraft(2, 1))}, ["rating_2"]),
        ({"stop_signs": ("shamed", "elsewhere")}, []),
        ({"stop_signs": ("rude",)}, ["stop_signs"]),
        ({"one_thing": "x" * 301}, ["one_thing"]),
        ({"strengths": "x" * 4001, "agreed": "x" * 4001}, ["strengths", "agreed"]),
    ],
)
def test_a_half_written_rating_is_kept_unless_it_cannot_be_meant(
    changes: dict[str, Any], fields: list[str]
):
    assert list(problems_in(replace(WHOLE, **changes), RUBRIC)) == fields


@pytest.mark.parametrize(
    ("rating", "problem"),
    [
        (RatingDraft(5, 1, absent_from=0, absent_to=1450), ""),
        (RatingDraft(5, 1, absent_from=0), ""),
        (RatingDraft(5, 4, absent_from=0, absent_to=60), "What did not happen is evidence for a 1"),
        (RatingDraft(5, None, absent_from=0, absent_to=60), "What did not happen is evidence for"),
        (RatingDraft(5, 1, absent_from=60, absent_to=60), "The stretch you watched begins before"),
        (RatingDraft(5, 1, absent_from=-1, absent_to=60), "The stretch you watched begins before"),
        (RatingDraft(5, 1, absent_from=0, absent_to=43201), "The stretch you watched begins"),
        (RatingDraft(5, 1, absent_to=60), "Say from when on you watched for it."),
    ],
)
def test_that_something_did_not_happen_is_evidence_for_a_one_alone(
    rating: RatingDraft, problem: str
):
    found = problems_before_signing(
        replace(WHOLE, ratings=(*THREES[:4], rating, *THREES[5:])), RUBRIC
    )

    assert list(found) == (["rating_5"] if problem else [])
    assert found.get("rating_5", "").startswith(problem)


def test_what_did_not_happen_is_said_with_the_stretch_that_was_watched():
    assert absent_words(0, 1450) == "Did not happen from 0:00 to 24:10"
    assert absent_words(65, None) == "Did not happen from 1:05 to the end"
    assert absent_words(None, None) == ""


@pytest.mark.parametrize(
    ("number", "level", "fields"),
    [(7, None, []), (8, None, []), (7, 3, ["rating_7"]), (1, None, ["rating_1"])],
)
def test_practice_and_commitment_alone_may_be_not_called_for(
    number: int, level: int | None, fields: list[str]
):
    uncalled = RatingDraft(number, level, not_called=True)
    ratings = (*THREES[: number - 1], uncalled, *THREES[number:])
    draft = replace(WHOLE, ratings=ratings)

    assert list(problems_before_signing(draft, RUBRIC)) == fields


def test_what_was_not_called_for_is_never_averaged():
    ratings = (*THREES[:6], RatingDraft(7, None, not_called=True), RatingDraft(8, 4, quote="Yes"))

    assert overall(replace(WHOLE, ratings=ratings).levels) == Overall(
        mean=Fraction(22, 7), score=Fraction(22, 7)
    )


def test_what_is_followed_is_answered_before_signing():
    asked = {"seen": "Did you see it today? Choose one of the three."}

    assert problems_before_signing(WHOLE, RUBRIC, is_followed=True) == asked
    for seen in Seen:
        answered = replace(WHOLE, seen=seen)
        assert problems_before_signing(answered, RUBRIC, is_followed=True) == {}


def test_a_training_may_leave_developmental_depth_open_and_coaching_may_not():
    draft = replace(WHOLE, ratings=(*THREES[:4], *THREES[5:]))

    assert problems_before_signing(draft, RUBRIC, purpose=Purpose.TRAIN) == {}
    assert list(problems_before_signing(draft, RUBRIC)) == ["rating_5"]


def test_what_a_training_leaves_open_still_needs_its_evidence_once_it_is_rated():
    draft = replace(WHOLE, ratings=(*THREES[:4], RatingDraft(5, 4), *THREES[5:]))

    assert list(problems_before_signing(draft, RUBRIC, purpose=Purpose.TRAIN)) == ["rating_5"]


@pytest.mark.parametrize("purpose", [Purpose.INSPECT, Purpose.CELEBRATE])
def test_what_is_not_scored_is_signed_without_a_level_and_says_why(purpose: Purpose):
    assert problems_before_signing(WholeDraft(), RUBRIC, purpose=purpose) == {}
    left = WholeDraft(ratings=(RatingDraft(3, 4),))
    assert problems_before_signing(left, RUBRIC, purpose=purpose) == {}
    assert not_scored_words(purpose).startswith("Not rated: this was a session to ")


def test_what_is_scored_says_nothing_of_not_being_rated():
    assert [not_scored_words(one) for one in (Purpose.COACH, Purpose.TRAIN)] == ["", ""]


@pytest.mark.parametrize(
    ("corrected", "reason", "fields"),
    [
        (None, "", []),
        (Purpose.TRAIN, " ", ["purpose_reason"]),
        (Purpose.TRAIN, "Rae had never done it.", []),
        (Purpose.TRAIN, "x" * 500, []),
        (Purpose.TRAIN, "x" * 501, ["purpose_reason"]),
    ],
)
def test_another_purpose_needs_a_reason_of_at_most_five_hundred_characters(
    corrected: Purpose | None, reason: str, fields: list[str]
):
    draft = replace(WHOLE, purpose_corrected=corrected, purpose_reason=reason)

    assert list(problems_before_signing(draft, RUBRIC)) == fields


def test_only_the_six_habits_can_be_ticked():
    assert problems_in(WholeDraft(ticks={"gap": True, "saved": False}), RUBRIC) == {}
    assert list(problems_in(WholeDraft(ticks={"grumpy": True}), RUBRIC)) == ["ticks"]


def test_somebody_rating_themself_answers_every_dimension_and_owes_no_quote():
    assert problems_in_own_levels(levels("11144NNN"), RUBRIC) == {}
    assert problems_in_own_levels(levels("3333335"), RUBRIC) == {
        "rating_7": "Choose a level, or that you cannot say.",
        "rating_8": "Choose a level, or that you cannot say.",
    }
    open_depth = {number: 3 for number in range(1, 9) if number != 5}
    assert problems_in_own_levels(open_depth, RUBRIC, purpose=Purpose.TRAIN) == {}
    assert list(problems_in_own_levels(open_depth, RUBRIC)) == ["rating_5"]


def test_a_correction_needs_a_reason():
    assert problems_in_reason("The quote was another person's.") == {}
    assert list(problems_in_reason(" ")) == ["reason"]
    assert list(problems_in_reason("x" * 501)) == ["reason"]


@pytest.mark.parametrize(
    ("text", "stop_signs", "mean", "score", "shown", "level"),
    [
        ("33333333", 0, "3", "3", "3.0", 3),
        ("33333332", 0, "23/8", "23/8", "2.8", 2),
        ("333332NN", 0, "17/6", "17/6", "2.8", 2),
        ("44444444", 0, "4", "4", "4.0", 4),
        ("11111111", 0, "1", "1", "1.0", 1),
        ("33333344", 1, "13/4", "2", "2.0", 2),
        ("33333344", 3, "13/4", "2", "2.0", 2),
        ("11111112", 1, "9/8", "9/8", "1.1", 1),
        ("22222222", 1, "2", "2", "2.0", 2),
    ],
)
def test_a_score_is_the_mean_of_what_was_observed_and_a_stop_sign_caps_it_at_two(
    text: str, stop_signs: int, mean: str, score: str, shown: str, level: int
):
    result = overall(levels(text), stop_signs=stop_signs)

    assert result == Overall(Fraction(mean), Fraction(score))
    assert result is not None
    assert (rounded_down(result.score), result.level) == (shown, level)
    assert result.is_capped is (Fraction(score) < Fraction(mean))


@pytest.mark.parametrize("text", ["", "33333", "33333NNN", "NNNNNNNN"])
def test_fewer_than_six_observed_give_no_score(text: str):
    assert overall(levels(text)) is None


@pytest.mark.parametrize(
    ("score", "shown"),
    [
        (Fraction(295, 100), "2.9"),
        (Fraction(299999, 100000), "2.9"),
        (Fraction(3), "3.0"),
        (Fraction(31, 10), "3.1"),
        (Fraction(17, 6), "2.8"),
        (Fraction(1, 20), "0.0"),
        (Fraction(0), "0.0"),
    ],
)
def test_a_score_is_never_rounded_up(score: Fraction, shown: str):
    assert rounded_down(score) == shown


def test_two_point_nine_five_bears_the_word_of_two():
    assert Overall(Fraction(295, 100), Fraction(295, 100)).level == 2


@given(LEVELS, st.integers(0, 3))
def test_a_score_lies_between_the_lowest_and_the_highest_or_is_capped(
    given_levels: dict[int, int | None], stop_signs: int
):
    observed = [level for level in given_levels.values() if level is not None]
    result = overall(given_levels, stop_signs=stop_signs)

    assert (result is None) == (len(observed) < 6)
    if result:
        assert min(observed) <= result.mean <= max(observed)
        assert result.score == (min(result.mean, 2) if stop_signs else result.mean)
        assert 0 <= result.score - Fraction(rounded_down(result.score)) < Fraction(1, 10)


@pytest.mark.parametrize(
    ("text", "strongest", "lowest"),
    [
        ("32433321", (3, 1), 8),
        ("33333332", (1, 2), 8),
        ("2222222N", (), None),
        ("NNNNNNNN", (), None),
        ("N3N2NNNN", (2,), 4),
        ("24224222", (2, 5), 1),
    ],
)
def test_the_two_strongest_and_the_one_lowest_stand_out(
    text: str, strongest: tuple[int, ...], lowest: int | None
):
    assert standouts(levels(text)) == Standouts(strongest, lowest)


@given(LEVELS)
def test_the_lowest_is_never_among_the_strongest(given_levels: dict[int, int | None]):
    found = standouts(given_levels)

    assert found.lowest not in found.strongest
    assert len(found.strongest) <= 2
