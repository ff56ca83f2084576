"""The page of calls speaks to a leader who coaches managers as to a manager who coaches reps."""

import re
from collections.abc import Callable

import pytest
import reflex as rx

from coach_the_coach.coaching.plans.parts import pilot, team
from coach_the_coach.coaching.plans.rules import Tier
from coach_the_coach.coaching.plans.whom.rules import tier_meaning, tier_word, tiers_word
from tests.ui.drawn import elements

REP = re.compile(r"(?<!\")\breps?\b", re.IGNORECASE)


@pytest.mark.parametrize("part", [pilot, team])
def test_the_page_calls_nobody_a_rep(part: Callable[[], rx.Component]):
    said = [one.text for one in elements(part())]
    assert any("days" in one or "coach" in one or "With whom" in one for one in said)
    assert [one for one in said if REP.search(one)] == []


@pytest.mark.parametrize("word", [tier_word, tier_meaning, tiers_word])
def test_no_tier_is_of_reps_alone(word: Callable[[Tier], str]):
    assert [word(tier) for tier in Tier if REP.search(word(tier))] == []
