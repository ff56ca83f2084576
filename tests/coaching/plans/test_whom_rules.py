"""Who comes first, and how a pilot's days are counted."""

from datetime import date, timedelta

import pytest

from coach_the_coach.coaching.plans.rules import Tier
from coach_the_coach.coaching.plans.significant.rules import (
    MOST,
    PROPOSED,
    problems_in,
    reasons_in,
)
from coach_the_coach.coaching.plans.whom.rules import (
    CallDay,
    Standing,
    day_words,
    in_order,
    last_day,
    proposed_tier,
    streak,
    streak_words,
    why_first,
)

MONDAY = date(2026, 3, 2)


def days(*done: tuple[int, bool]) -> list[CallDay]:
    """Calls so many days after the Monday, done or not."""
    return [CallDay(MONDAY + timedelta(days=after), is_done) for after, is_done in done]


@pytest.mark.parametrize(
    ("calls", "today", "expected"),
    [
        ([], 4, 0),
        ([(0, True), (1, True), (2, True)], 2, 3),
        # A day without calls does not break it, nor does a weekend.
        ([(0, True), (2, True), (7, True)], 8, 3),
        ([(4, True), (5, False), (7, True)], 7, 2),
        # Every call of a day counts.
        ([(0, True), (1, True), (1, False), (2, True)], 2, 1),
        # Today breaks nothing before it is over.
        ([(0, True), (1, False)], 1, 1),
        ([(0, True), (1, False)], 2, 0),
        # What is to come does not count.
        ([(0, True), (3, True)], 1, 1),
    ],
)
def test_a_streak_is_of_days_with_every_call_planned_and_debriefed(
    calls: list[tuple[int, bool]], today: int, expected: int
):
    assert streak(days(*calls), today=MONDAY + timedelta(days=today)) == expected


def test_a_pilot_lasts_thirty_days():
    last = last_day(MONDAY)
    assert (last - MONDAY).days == 29
    assert day_words(MONDAY, today=MONDAY) == "Day 1 of 30"
    assert day_words(MONDAY, today=last) == "Day 30 of 30"
    assert streak_words(1).startswith("1 working day in a row")
    assert streak_words(2).startswith("2 working days in a row")


def test_the_new_come_first_then_who_builds_up_then_the_best_who_asked():
    reps = [
        Standing("1", "Ann", Tier.TOP),
        Standing("2", "Bo", Tier.TOP, asked=True),
        Standing("3", "Cy", Tier.SOLID, asked=True),
        Standing("4", "Di", Tier.BUILDING),
        Standing("5", "Ed", Tier.NEW),
        Standing("6", "Al", Tier.NEW),
    ]
    first = in_order(reps)
    assert [one.name for one in first] == ["Al", "Ed", "Di", "Bo"]
    assert [why_first(one) for one in first] == ["New", "New", "Building up", "Asked for it"]


def test_a_rep_is_new_in_their_first_months():
    assert proposed_tier(None, today=MONDAY) is Tier.SOLID
    assert proposed_tier(MONDAY - timedelta(days=89), today=MONDAY) is Tier.NEW
    assert proposed_tier(MONDAY - timedelta(days=90), today=MONDAY) is Tier.SOLID


def test_reasons_are_a_short_list_without_the_same_twice():
    assert problems_in(PROPOSED) == {}
    assert reasons_in({"reason_0": " A  deal ", "reason_3": "Other", "x": "no"}) == [
        "A deal",
        "Other",
    ]
    assert list(problems_in([])) == ["reason_0"]
    assert list(problems_in(["a", "b", "A"])) == ["reason_2"]
    assert list(problems_in(["x" * 121])) == ["reason_0"]
    assert list(problems_in([str(one) for one in range(MOST + 1)])) == ["reason_0"]
