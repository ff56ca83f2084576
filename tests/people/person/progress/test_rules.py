"""What several observations say together, by values worked out by hand."""

from datetime import date
from fractions import Fraction

import pytest

from coach_the_coach.observations.tally.rules import wilson_interval
from coach_the_coach.people.person.progress.rules import (
    Counted,
    Pooled,
    Strip,
    change_words,
    dimensions_words,
    gap_line,
    gap_trend,
    gaps_words,
    in_stretches,
    level_words,
    pooled,
    pooled_words,
    scale_of,
    strip_of,
    times_words,
    watch_note,
)

LEVELS = ("Telling", "Steering", "Coaching", "Building ownership")
THREE = [Counted(1, 12, 8), Counted(2, 15, 5), Counted(3, 18, 12)]
"""45 asks in 70. Residuals of 9/14: -.857, 2.143, -1.286; squares 6.9796; times 3/2, over 70²:
a variance of .0021366 and an error of .046224; times 4.302653 that is .19888."""


def test_sessions_together_are_a_ratio_with_students_t_over_the_sessions():
    found = pooled(THREE)

    assert found is not None
    assert (found.sessions, found.taps, found.share) == (3, 70, Fraction(45, 70))
    assert found.interval.low == pytest.approx(0.642857 - 0.198884, abs=2e-5)
    assert found.interval.high == pytest.approx(0.642857 + 0.198884, abs=2e-5)


def test_sessions_that_happen_to_look_alike_are_no_surer_than_their_turns():
    found = pooled(Counted(number, 12, 8) for number in range(4))

    assert found is not None
    assert found.interval == wilson_interval(48, 80)


def test_the_interval_never_leaves_0_to_1():
    found = pooled([Counted(1, 20, 0), Counted(2, 20, 0), Counted(3, 10, 10)])

    assert found is not None
    assert found.interval.high == 1.0
    assert found.interval.low == pytest.approx(50 / 60 - 4.302653 * 0.166667, abs=1e-4)


def test_turns_coded_in_runs_count_for_fewer_in_the_interval_and_in_full_in_the_share():
    counted = [Counted(number, 12, 8, in_runs=number == 1) for number in (1, 2, 3)]

    found = pooled(counted)

    assert found == Pooled(
        sessions=3,
        taps=60,
        share=Fraction(36, 60),
        interval=wilson_interval(24 + 12 / 1.6, 40 + 20 / 1.6),
    )
    # Too few stays counted in turns.
    assert pooled([Counted(number, 4, 3, in_runs=True) for number in (1, 2, 3)]) is not None


@pytest.mark.parametrize(
    "counts",
    [
        [],
        THREE[:2],
        [*THREE[:2], Counted(2, 9, 9)],
        [*THREE[:2], Counted(3, 0, 0)],
        [Counted(number, 3, 3) for number in range(3)],
    ],
)
def test_two_sessions_or_too_few_taps_say_nothing_together(counts: list[Counted]):
    assert pooled(counts) is None


def test_two_observers_of_one_session_are_one_session_and_only_the_last_six_count():
    twice = pooled([Counted(1, 6, 4), Counted(1, 6, 4), *THREE[1:]])
    assert twice == pooled(THREE)
    many = pooled([Counted(number, 12, 8) for number in range(6)] + [Counted(9, 0, 500)])
    assert many is not None
    assert (many.sessions, many.share) == (6, Fraction(12, 20))


def test_sessions_together_earn_a_word_that_none_earns_alone():
    six = [Counted(number, asks, 20 - asks) for number, asks in enumerate((16, 15, 17, 16, 16, 16))]

    assert pooled_words(pooled(six), 6) == (
        "The last 6 sessions to coach together: 80\u00a0% asking, 120 taps: mostly asking. "
        "Likely 71 to 87\u00a0%, as sessions differ."
    )
    assert pooled_words(pooled(THREE), 3) == (
        "The last 3 sessions to coach together: 64\u00a0% asking, 70 taps: "
        "still too close to call. Likely 44 to 85\u00a0%, as sessions differ."
    )
    assert [pooled_words(None, number) for number in (1, 2, 3)] == [
        "One session to coach so far; three together say more.",
        "2 sessions to coach so far; three together say more.",
        "Too few asks and tells so far to say more together.",
    ]


def test_a_change_is_said_only_where_the_intervals_lie_apart():
    def words(first: tuple[float, float], last: tuple[float, float]) -> str:
        return change_words(first, last, "4 May")

    assert words((20, 40), (41, 60)) == "More asking than 4 May, and by more than chance would do."
    assert words((41, 60), (20, 40)) == "Less asking than 4 May, and by more than chance would do."
    assert words((20, 40), (40, 60)) == "No change since 4 May that chance alone would not make."
    assert change_words((20, 40), None, "") == change_words(None, None, "") == ""


def test_a_level_is_named_by_how_often_it_was_given_of_late():
    assert level_words([3, 3, 2], LEVELS) == "Coaching, 2 of 3"
    assert level_words([3, 2], LEVELS) == "Between Steering and Coaching"
    assert level_words([2, 2, 2, 3, 3, 2, 4, 4, 4, 4, 4], LEVELS) == "Steering, 4 of 6"
    assert level_words([], LEVELS) == "Not rated yet"


def test_dimensions_stand_out_from_three_levels_on():
    assert dimensions_words({"Focus": [3, 3, 3], "Practice": [1, 2, 2], "Depth": [4, 4]}) == (
        "Of late strongest: Focus. Most room: Practice."
    )
    nothing = "Nothing stands out yet among the dimensions."
    assert dimensions_words({"Focus": [3, 3, 3], "Practice": [3, 3, 3]}) == nothing
    assert dimensions_words({"Focus": [3, 3], "Practice": [1, 1]}) == nothing
    assert dimensions_words({}) == nothing


def test_a_gap_is_told_with_how_it_moved():
    assert [gap_trend(gaps) for gaps in ([1], [2, 0, 1], [1, -1], [0, 0, 1])] == [
        "",
        "as before",
        "as before",
        "further apart than before",
    ]
    assert gap_line([2, 1]) == "Own view 1 level higher, closer than before"
    assert gap_line([]) == "Not compared"
    assert gaps_words({1: 0, 2: 1, 3: 0}) == (
        "In the newest talk 2 of 3 dimensions were seen alike."
    )
    assert gaps_words({}) == "No dimension has a level from both."


def test_a_strip_is_drawn_in_equal_stretches_on_a_common_scale():
    strip = [[1, 0]] * 5 + [[0, 3]] * 2

    assert in_stretches([strip], 7) == [[(1, 0)] * 5 + [(0, 3)] * 2]
    assert in_stretches([strip, [[1, 1]] * 4, []], 3) == [
        [(3, 0), (2, 3), (0, 3)],
        [(3, 3), (1, 1)],
        [],
    ]
    assert in_stretches([], 3) == []
    # 15 of 20 taps in one of four stretches are three times the mean; 4 taps are taken as of 20.
    together = ([], [[]], [[(4, 0)]], [[(5, 0)] * 4], [[(15, 0), (5, 0), (0, 0), (0, 0)], [(4, 0)]])
    assert [scale_of(strips) for strips in together] == [2, 2, 2, 2, 3]
    assert strip_of([(30, 0), (0, 10)], 2) == Strip("M0 20h43v-15h-43z", "M50 20h43v5h-43z")
    # Twenty asks cover the same in one stretch or in four, and ten half of it.
    assert strip_of([(20, 0)], 2).asks == "M0 20h86v-10h-86z"
    assert strip_of([(5, 0)] * 4, 2).asks.count("v-10h-21.5z") == 4
    assert strip_of([(10, 0)], 2).asks == "M0 20h86v-5h-86z"
    assert strip_of([], 2) == Strip("", "")


def test_how_often_the_one_thing_was_seen_is_said_with_what_becomes_of_it():
    assert [times_words(times, "12 May") for times in (0, 1, 2, 3)] == [
        "Not seen yet. It stays until it was seen twice.",
        "Seen once, 12 May. It stays until it was seen twice.",
        "Seen twice, last 12 May. The next one is chosen in the talk.",
        "Seen twice, last 12 May. The next one is chosen in the talk.",
    ]


def test_what_became_of_the_day_to_watch_again_is_said_once_it_has_passed_or_was_kept():
    today = date(2026, 3, 2)
    yesterday, tomorrow = date(2026, 3, 1), date(2026, 3, 3)
    asked = [(None, False), (None, True), (tomorrow, False), (today, False), (yesterday, False)]
    assert [watch_note(on, today, is_kept=kept) for on, kept in asked] == [
        "",
        "",
        "",
        "",
        "That has passed",
    ]
    assert {watch_note(on, today, is_kept=True) for on in (yesterday, tomorrow)} == {
        "Watched since"
    }
