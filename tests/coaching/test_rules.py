from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from coach_the_coach.coaching.rules import (
    KIND_TARGETS,
    Kind,
    Purpose,
    SessionDraft,
    kind_meaning,
    kind_mix,
    kind_word,
    pair_words,
    planned_word,
    problems_in,
    purpose_meaning,
    purpose_word,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
GOOD = SessionDraft(coach_id="mo", coached_id="rae", purpose="coach", planned=True, held_at=NOON)


def test_a_whole_draft_has_no_problems():
    assert problems_in(GOOD, at=NOON) == {}


def test_an_empty_draft_is_asked_for_everything():
    assert problems_in(SessionDraft(), at=NOON) == {
        "coach_id": "Choose who coaches.",
        "coached_id": "Choose who is coached.",
        "purpose": "Choose what this session is for.",
        "planned": "Say whether it was planned or came up in the moment.",
        "held_at": "Say when the session takes place.",
    }


def test_nobody_coaches_themself():
    assert problems_in(replace(GOOD, coached_id="mo"), at=NOON) == {
        "coached_id": "Nobody coaches themself. Choose another person."
    }


@pytest.mark.parametrize("purpose", ["", "Coach", "review"])
def test_a_purpose_is_one_of_the_four(purpose: str):
    assert list(problems_in(replace(GOOD, purpose=purpose), at=NOON)) == ["purpose"]


def test_an_answer_of_no_is_an_answer():
    assert problems_in(replace(GOOD, planned=False), at=NOON) == {}


@pytest.mark.parametrize(
    ("held_at", "fields"),
    [
        (NOON + timedelta(days=31), []),
        (NOON + timedelta(days=31, seconds=1), ["held_at"]),
        (NOON - timedelta(days=366), []),
        (NOON - timedelta(days=366, seconds=1), ["held_at"]),
    ],
)
def test_a_session_lies_within_a_month_ahead_and_a_year_back(held_at: datetime, fields: list[str]):
    assert list(problems_in(replace(GOOD, held_at=held_at), at=NOON)) == fields


def test_each_purpose_and_kind_has_a_word_and_a_meaning_of_its_own():
    assert [purpose_word(purpose) for purpose in Purpose] == [
        "Coach",
        "Train",
        "Inspect",
        "Celebrate",
    ]
    assert [kind_word(kind) for kind in Kind] == [
        "Developmental",
        "Tactical",
        "Strategic",
        "Opportunistic",
        "Status",
    ]
    assert len({purpose_meaning(purpose) for purpose in Purpose}) == 4
    assert len({kind_meaning(kind) for kind in Kind}) == 5
    assert [planned_word(planned) for planned in (True, False)] == ["Planned", "In the moment"]


def test_the_two_are_called_by_who_is_coached():
    assert pair_words(coached_coaches=False) == ("manager", "rep")
    assert pair_words(coached_coaches=True) == ("leader", "manager")


def test_a_mix_counts_its_answers_and_names_every_kind():
    mix = kind_mix([Kind.TACTICAL, Kind.DEVELOPMENTAL, Kind.TACTICAL, Kind.STATUS])

    assert mix.n == 4
    assert mix.shares == {
        Kind.DEVELOPMENTAL: Fraction(1, 4),
        Kind.TACTICAL: Fraction(1, 2),
        Kind.STRATEGIC: Fraction(0),
        Kind.OPPORTUNISTIC: Fraction(0),
        Kind.STATUS: Fraction(1, 4),
    }


def test_a_mix_of_nothing_has_no_shares():
    assert kind_mix([]).n == 0
    assert kind_mix([]).shares is None


def test_every_kind_has_a_target_though_it_may_be_none_and_the_lower_ones_can_be_met_together():
    assert set(KIND_TARGETS) == set(Kind)
    assert sum(target.at_least or 0 for target in KIND_TARGETS.values()) == Fraction(1, 2)
