from itertools import product

import pytest

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.observations.rating.rules import WholeDraft, overall
from coach_the_coach.observations.results.rules import share_view
from coach_the_coach.observations.tally.rules import Tally
from coach_the_coach.observations.ticks.rules import Tick, tick_sentences, tick_word


def test_the_form_asks_for_six_habits_the_ones_to_keep_first():
    assert [tick_word(tick) for tick in Tick] == [
        "Coached the gap, not the symptom",
        "Decided a next action",
        "Asked what they would do differently",
        "Asked for updates instead of evidence",
        "Reviewed numbers without a decision",
        "Saved the deal",
    ]


@pytest.mark.parametrize(
    ("ticks", "sentences"),
    [
        ({}, ()),
        ({"gap": False, "saved": False}, ()),
        (
            {"saved": True, "updates": True, "gap": True, "numbers": False},
            (
                "Mo coached the gap, not the symptom.",
                "Mo asked for updates. Asking for evidence would show more.",
                "Mo saved the deal. The next one can be theirs to save.",
            ),
        ),
        (
            {"numbers": True, "decided": True, "differently": True},
            (
                "Mo decided a next action with them.",
                "Mo asked what they would do differently next time.",
                "Mo went through numbers. A decision at the end makes them count.",
            ),
        ),
        ({"no such habit": True}, ()),
    ],
)
def test_what_was_seen_is_said_kindly_and_what_was_not_is_left_out(
    ticks: dict[str, bool], sentences: tuple[str, ...]
):
    assert tick_sentences(ticks, "Mo") == sentences


def test_no_tick_changes_a_score_or_what_a_share_is_called():
    levels = dict.fromkeys(range(1, 9), 3)
    tally = Tally(open=80, explain=20)
    for held in product((True, False), repeat=len(Tick)):
        draft = WholeDraft(ticks=dict(zip(map(str, Tick), held, strict=True)))

        assert overall({**draft.levels, **levels}) == overall(levels)
        assert (
            share_view(tally, Purpose.COACH).sentence == "80\u00a0% asking, 100 taps: mostly asking"
        )
