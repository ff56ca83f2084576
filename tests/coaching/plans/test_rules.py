"""What a call, a plan and a debrief must hold, and how they are counted."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from coach_the_coach.coaching.plans.rules import (
    CallDraft,
    CallFacts,
    Covered,
    DebriefDraft,
    PlanDraft,
    Tier,
    after_words,
    coverage,
    covered_words,
    instant,
    is_settled,
    minutes_after,
    missing_in_plan,
    number_in,
    problems_in_call,
    problems_in_debrief,
    problems_in_plan,
    together,
)
from tests.cast import NOW
from tests.coaching.plans.planned import CALL_AT, COACH, PLAN, REP

CALL = CallDraft(rep_id="rae", deal="Northwind", call_at=CALL_AT)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"deal": "  "}, "deal"),
        ({"deal": "x" * 121}, "deal"),
        ({"minutes": None}, "minutes"),
        ({"minutes": 4}, "minutes"),
        ({"minutes": 481}, "minutes"),
        ({"rep_id": ""}, "rep_id"),
        ({"call_at": None}, "call_at"),
        ({"call_at": NOW + timedelta(days=93)}, "call_at"),
        ({"call_at": NOW - timedelta(days=8)}, "call_at"),
    ],
)
def test_what_keeps_a_call_from_being_entered(changed: dict, field: str):
    assert problems_in_call(CALL, at=NOW) == {}
    assert list(problems_in_call(replace(CALL, **changed), at=NOW)) == [field]


@pytest.mark.parametrize("field", ["objective", "questions", "information", "risk", "risk_answer"])
def test_a_whole_plan_has_all_of_its_parts_and_a_begun_one_may_lack_some(field: str):
    assert missing_in_plan(PLAN) == {}
    without = replace(PLAN, **{field: " "})
    assert list(missing_in_plan(without)) == [field]
    assert problems_in_plan(without) == {}
    assert list(problems_in_plan(replace(PLAN, **{field: "x" * 601}))) == [field]


def test_closing_the_deal_is_sent_back_with_a_hint():
    problems = missing_in_plan(replace(PLAN, objective="Close the deal"))
    assert problems == {
        "objective": "That is the end of the deal, and one call seldom brings it. "
        "What would have moved by the time you hang up?"
    }
    assert "objective" in problems_in_plan(PlanDraft(objective="win Northwind"), deal="Northwind")


def test_the_rep_answers_four_questions_and_the_coach_two_at_least():
    assert problems_in_debrief(REP, by_rep=True) == {}
    assert problems_in_debrief(COACH, by_rep=False) == {}
    assert list(problems_in_debrief(COACH, by_rep=True)) == ["not_well", "learned"]
    assert list(problems_in_debrief(DebriefDraft(), by_rep=False)) == ["well", "next_time"]
    long = replace(REP, learned="x" * 401)
    assert list(problems_in_debrief(long, by_rep=True)) == ["learned"]


@pytest.mark.parametrize(
    ("later", "minutes"), [(29, None), (30, 0), (31, 1), (90, 60), (30 + 24 * 60, 1440)]
)
def test_a_debrief_is_so_many_minutes_after_the_end_of_the_call(later: int, minutes: int | None):
    assert minutes_after(CALL_AT, 30, CALL_AT + timedelta(minutes=later)) == minutes


def test_minutes_after_are_said_as_one_says_them():
    said = [after_words(one) for one in (None, 0, 1, 119, 120, 2879, 2880)]
    assert said == [
        "",
        "0 minutes after the call",
        "1 minute after the call",
        "119 minutes after the call",
        "2 hours after the call",
        "47 hours after the call",
        "2 days after the call",
    ]


def test_a_call_counts_once_it_is_debriefed_or_its_day_is_over():
    monday = date(2026, 3, 2)
    assert not is_settled(call_on=monday, today=monday, is_debriefed=False)
    assert is_settled(call_on=monday, today=monday, is_debriefed=True)
    assert is_settled(call_on=monday, today=date(2026, 3, 3), is_debriefed=False)


def test_shares_are_by_tier_with_their_number_and_unknown_with_none():
    calls = [
        CallFacts(Tier.NEW, is_planned=True, is_debriefed=True),
        CallFacts(Tier.NEW, is_planned=True, is_debriefed=False),
        CallFacts(Tier.NEW, is_planned=False, is_debriefed=True),
        CallFacts(Tier.TOP, is_planned=False, is_debriefed=False),
    ]
    by_tier = coverage(calls)
    assert by_tier == {
        Tier.NEW: Covered(n=3, planned=2, debriefed=2, both=1),
        Tier.BUILDING: Covered(),
        Tier.SOLID: Covered(),
        Tier.TOP: Covered(n=1),
    }
    assert by_tier[Tier.NEW].share == Fraction(1, 3)
    assert by_tier[Tier.TOP].share == 0
    assert by_tier[Tier.SOLID].share is None
    assert together(by_tier) == Covered(n=4, planned=2, debriefed=2, both=1)
    assert covered_words(Covered()) == ""
    assert covered_words(together(by_tier)) == "1 of 4 significant calls planned and debriefed"


def test_times_and_numbers_are_read_as_typed():
    assert instant("2026-03-02T10:30", "Europe/Paris") == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    assert [instant(one, "UTC") for one in ("", "tomorrow", "2026-13-01T00:00")] == [None] * 3
    assert [number_in(one) for one in ("45", " 5 ", "", "x", "-3", "12345678", "²")] == [
        45,
        5,
        *[None] * 5,
    ]
