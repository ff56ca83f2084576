"""When a check is passed, when it waits, and in what order it is asked."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from coach_the_coach.certification.learning.rules import (
    LONGEST_USE,
    PAUSE,
    Tried,
    in_drawn_order,
    is_passed,
    left_words,
    needed,
    next_from,
    problems_in_use,
    result_words,
    stands,
)

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("right", "asked", "share", "passed"),
    [
        (4, 5, Fraction(4, 5), True),
        (3, 5, Fraction(4, 5), False),
        (16, 20, Fraction(4, 5), True),
        (15, 20, Fraction(4, 5), False),
        (2, 3, Fraction(2, 3), True),
        (0, 0, Fraction(0), False),
    ],
)
def test_a_share_is_compared_exactly(right: int, asked: int, share: Fraction, passed: bool):
    assert is_passed(right, asked, share) is passed


def test_so_many_are_needed():
    assert [needed(one) for one in (5, 20, 4, 1)] == [4, 16, 4, 1]
    assert needed(20, Fraction(9, 10)) == 18


def fail(days: int) -> Tried:
    """A failed try that was sent so many days ago."""
    return Tried(1, 5, AT - timedelta(days=days))


def test_after_two_failed_tries_in_a_row_the_next_waits_a_day():
    passed = Tried(5, 5, AT - timedelta(days=3))
    assert next_from([]) is None
    assert next_from([fail(0)]) is None
    assert next_from([fail(0), fail(1)]) == AT + PAUSE
    assert next_from([fail(0), passed]) is None
    assert next_from([fail(0), fail(1), passed]) == AT + PAUSE
    assert next_from([fail(0), fail(1)], Fraction(1, 5)) is None


def test_the_same_seed_draws_the_same_order_and_another_another():
    keys = [f"asking-{number}" for number in range(1, 6)]
    # Written down, so that a try begun before an update is read afterwards in its own order.
    assert in_drawn_order(keys, 7) == [
        "asking-1",
        "asking-4",
        "asking-5",
        "asking-2",
        "asking-3",
    ]
    assert in_drawn_order(reversed(keys), 7) == in_drawn_order(keys, 7)
    orders = {tuple(in_drawn_order(keys, seed)) for seed in range(400)}
    assert len(orders) > 100
    assert {order[0] for order in orders} == set(keys)


def test_a_use_stands_while_its_session_does_and_is_not_before_the_reading():
    day = date(2026, 3, 2)
    assert stands(withdrawn_at=None, held_on=day, read_on=day)
    assert not stands(withdrawn_at=AT, held_on=day, read_on=day)
    assert not stands(withdrawn_at=None, held_on=day - timedelta(days=1), read_on=day)


def test_a_use_is_said_in_a_sentence():
    assert problems_in_use("I waited after each question.") == {}
    assert set(problems_in_use("I waited longer.")) == {"words"}
    assert set(problems_in_use("a " * LONGEST_USE)) == {"words"}


def test_results_are_said_in_words():
    assert result_words(4, 5) == "4 of 5 right"
    assert [left_words(one) for one in (0, 1, 2)] == [
        "",
        "1 question is open.",
        "2 questions are open.",
    ]
