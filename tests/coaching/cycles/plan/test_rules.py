"""What an action plan must hold, and how it stands with its signatures."""

from dataclasses import replace
from datetime import date

import pytest

from coach_the_coach.coaching.cycles.plan.rules import (
    PlanDraft,
    Standing,
    StepDraft,
    day_in,
    problems_in,
    problems_in_result,
    problems_in_words,
    side_word,
    standing,
    standing_mark,
    standing_word,
)
from coach_the_coach.coaching.cycles.rules import Side
from tests.coaching.cycles.agreed import PLAN

TODAY = date(2026, 3, 2)


def problems(draft: PlanDraft) -> dict[str, str]:
    return problems_in(draft, opened_on=TODAY, today=TODAY)


def test_a_plan_needs_what_for_what_is_done_and_when_it_is_looked_at_again():
    assert problems(PLAN) == {}
    assert problems(PlanDraft()) == {
        "objective": "Say what is to be reached.",
        "review_on": "Choose the day on which you look at it again.",
        "steps": "Name one action at least, with the day it is done by.",
    }
    assert problems(replace(PLAN, steps=(StepDraft(),))) == {
        "text_0": "Say what is done.",
        "due_0": "Choose the day it is done by.",
    }


@pytest.mark.parametrize(
    ("review_on", "is_wrong"),
    [
        (date(2026, 3, 2), True),
        (date(2026, 3, 3), False),
        (date(2026, 6, 2), False),
        (date(2026, 6, 3), True),
    ],
)
def test_it_is_looked_at_again_within_three_months(review_on: date, is_wrong: bool):
    assert ("review_on" in problems(replace(PLAN, review_on=review_on))) == is_wrong


@pytest.mark.parametrize(
    ("due_on", "is_wrong"),
    [
        (date(2026, 3, 1), True),
        (date(2026, 3, 2), False),
        (date(2027, 3, 3), False),
        (date(2027, 3, 4), True),
    ],
)
def test_each_step_is_due_within_a_year(due_on: date, is_wrong: bool):
    assert bool(problems(replace(PLAN, steps=(StepDraft("Call", due_on),)))) == is_wrong


def test_texts_and_steps_have_an_end():
    assert set(problems(replace(PLAN, objective="a" * 301))) == {"objective"}
    long_step = StepDraft("a" * 201, TODAY)
    assert set(problems(replace(PLAN, steps=(*PLAN.steps, long_step)))) == {"text_2"}
    assert set(problems(replace(PLAN, steps=(StepDraft("Call", TODAY),) * 13))) == {"steps"}
    assert set(problems_in_words("note", "a" * 301, 300)) == {"note"}
    assert problems_in_words("note", "", 300) == {}
    assert set(problems_in_result(" ")) == set(problems_in_result("a" * 401)) == {"result"}
    assert problems_in_result("Half of it.") == {}


def test_it_stands_by_who_has_signed():
    both = {Side.MANAGER, Side.LEADER}
    assert standing(is_closed=False, signed_by=set()) is Standing.WRITTEN
    assert standing(is_closed=False, signed_by={Side.MANAGER}) is Standing.OFFERED
    assert standing(is_closed=False, signed_by={Side.LEADER}) is Standing.WRITTEN
    assert standing(is_closed=False, signed_by=both) is Standing.SIGNED
    assert standing(is_closed=True, signed_by=both) is Standing.CLOSED
    assert [standing_word(one, coach="Mo") for one in Standing] == [
        "Waits for the signature of Mo",
        "Waits for the leader's signature",
        "Signed by both",
        "Closed",
    ]
    assert [standing_mark(one) for one in Standing] == ["waiting", "waiting", "done", "plain"]
    assert [side_word(one, coach_word="manager") for one in Side] == ["manager", "leader"]


def test_a_day_is_read_or_is_none():
    assert day_in("2026-03-02") == TODAY
    assert [day_in(text) for text in ("", "soon", "2026-13-01")] == [None, None, None]
