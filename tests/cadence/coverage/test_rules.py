"""Who coaches a rep, as typed and as said."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coach_the_coach.cadence.coverage.rules import (
    CoachDraft,
    day_from,
    kind_meaning,
    kind_word,
    problems_in,
    why_without,
)
from coach_the_coach.cadence.rules import CoachKind

TODAY = date(2026, 3, 2)
INSIDE = CoachDraft(kind="enablement", coach="somebody", starts_on=TODAY)
OUTSIDE = CoachDraft(kind="external", outside="Ida of Partner & Co", starts_on=TODAY)


@pytest.mark.parametrize(
    ("draft", "fields"),
    [
        (INSIDE, set()),
        (replace(INSIDE, kind="manager"), set()),
        (OUTSIDE, set()),
        (CoachDraft(), {"kind", "starts_on"}),
        (replace(INSIDE, kind="friend"), {"kind"}),
        (replace(INSIDE, coach=""), {"coach"}),
        (replace(OUTSIDE, outside=" "), {"outside"}),
        (replace(OUTSIDE, outside="x" * 121), {"outside"}),
        (replace(INSIDE, starts_on=TODAY - timedelta(days=366)), set()),
        (replace(INSIDE, starts_on=TODAY - timedelta(days=367)), {"starts_on"}),
        (replace(INSIDE, starts_on=TODAY + timedelta(days=92)), set()),
        (replace(INSIDE, starts_on=TODAY + timedelta(days=93)), {"starts_on"}),
    ],
)
def test_what_keeps_it_from_being_kept(draft: CoachDraft, fields: set[str]):
    assert set(problems_in(draft, TODAY)) == fields


@pytest.mark.parametrize(
    "words", ["", "2026", "2026-02-30", "20260302", "2026-03-02T10:00", "x" * 10]
)
def test_what_is_no_day_is_none(words: str):
    assert day_from(words) is None
    assert day_from("2026-03-02") == TODAY


def test_it_is_said_why_nobody_coaches_a_rep():
    said = [
        why_without(manager="", has_left=False, coach="", coach_left=False),
        why_without(manager="Mo Manager", has_left=True, coach="", coach_left=False),
        why_without(manager="Mo Manager", has_left=False, coach="", coach_left=False),
        why_without(manager="Mo Manager", has_left=False, coach="Sage Specialist", coach_left=True),
    ]
    assert said == [
        "They report to nobody.",
        "They report to Mo Manager, who has left.",
        "They report to Mo Manager, who does not coach.",
        "Sage Specialist coached them and has left.",
    ]
    assert [kind_word(one) for one in CoachKind] == ["Manager", "Enablement", "From outside"]
    assert all(kind_meaning(one) for one in CoachKind)
