"""What several sessions were made of, by values worked out by hand and by what must always hold."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_the_coach.coaching.rules import KIND_TARGETS, Kind, KindTarget
from coach_the_coach.coaching.targets.rules import Bounds
from coach_the_coach.observations.tally.rules import wilson_interval
from coach_the_coach.people.person.mix.rules import (
    ALIKE,
    Answered,
    Mix,
    Standing,
    change_words,
    figure_words,
    mix_of,
    mix_words,
    share_interval,
    standing_of,
)

FEW = ": too few for shares, which take 12 answers from 3 sessions."


def held(*sessions: dict[str, int], targets: dict[Kind, KindTarget] = KIND_TARGETS) -> Mix:
    """Sessions with these answers, each one's by kind."""
    return mix_of(
        (
            Answered(number, {Kind(kind): count for kind, count in one.items()})
            for number, one in enumerate(sessions)
        ),
        targets,
    )


def test_the_interval_is_a_ratio_with_students_t_over_the_sessions():
    # 9 in 24: residuals of 3/8 are 3, -3, 0; squares 18; times 3/2 over 24² is .046875, whose
    # root is .216506; times 4.302653 that is .931552.
    low, high = share_interval([(6, 8), (0, 8), (3, 8)])
    assert (low, high) == (0.0, 1.0)
    # 12 in 32: residuals 1, -1, 0, 0; squares 2; times 4/3 over 32² is .0026042; root .0510310;
    # times 3.182446 that is .162403: less than Wilson's of the same answers at 2.5 for one.
    assert share_interval([(4, 8), (2, 8), (3, 8), (3, 8)]) == wilson_interval(12 / 2.5, 32 / 2.5)
    # 16 in 32: residuals 2, -2, 1, -1; squares 10; times 4/3 over 32²: root .114109.
    low, high = share_interval([(6, 8), (2, 8), (5, 8), (3, 8)])
    assert (low, high) == (
        pytest.approx(0.5 - 0.363146, abs=2e-5),
        pytest.approx(0.5 + 0.363146, abs=2e-5),
    )


sessions = st.lists(
    st.integers(1, 18).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))),
    min_size=2,
    max_size=14,
)


@given(sessions)
def test_the_interval_holds_the_share_and_never_leaves_0_to_1(drawn: list[tuple[int, int]]):
    low, high = share_interval(drawn)
    part, whole = (sum(one[place] for one in drawn) for place in (0, 1))

    assert 0 <= low <= part / whole + 1e-12
    assert part / whole - 1e-12 <= high <= 1


@given(sessions)
def test_it_is_never_narrower_than_as_if_answers_stood_alone(drawn: list[tuple[int, int]]):
    low, high = share_interval(drawn)
    alone = wilson_interval(sum(one[0] for one in drawn), sum(one[1] for one in drawn))

    assert high - low >= alone.high - alone.low - 1e-12


@given(sessions, st.integers(2, 5))
def test_fewer_sessions_of_the_same_sort_say_less(drawn: list[tuple[int, int]], times: int):
    few, many = share_interval(drawn), share_interval(drawn * times)

    assert many.high - many.low <= few.high - few.low + 1e-12


@given(sessions)
def test_the_other_kinds_together_have_the_mirrored_interval(drawn: list[tuple[int, int]]):
    low, high = share_interval(drawn)
    other = share_interval([(whole - part, whole) for part, whole in drawn])

    assert (1 - other.high, 1 - other.low) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    ("low", "high", "bounds", "standing"),
    [
        (40, 60, Bounds(at_least=40), Standing.ON),
        (39, 60, Bounds(at_least=40), Standing.CLOSE),
        (20, 40, Bounds(at_least=40), Standing.CLOSE),
        (20, 39, Bounds(at_least=40), Standing.BELOW),
        (0, 10, Bounds(at_most=10), Standing.ON),
        (0, 11, Bounds(at_most=10), Standing.CLOSE),
        (10, 30, Bounds(at_most=10), Standing.CLOSE),
        (11, 30, Bounds(at_most=10), Standing.ABOVE),
        (20, 40, Bounds(at_least=20, at_most=40), Standing.ON),
        (19, 41, Bounds(at_least=20, at_most=40), Standing.CLOSE),
        (1, 19, Bounds(at_least=20, at_most=40), Standing.BELOW),
        (0, 100, Bounds(), None),
    ],
)
def test_a_word_is_said_only_where_the_whole_interval_lies_on_one_side(
    low: int, high: int, bounds: Bounds, standing: Standing | None
):
    assert standing_of(low, high, bounds) is standing


def test_what_came_up_in_the_moment_is_left_out_of_what_the_others_are_shares_of():
    mix = held(*[{"developmental": 3, "tactical": 3, "opportunistic": 2}] * 3)

    assert (mix.sessions, mix.answers, mix.in_the_moment) == (3, 18, 6)
    assert [(one.kind, one.count, one.whole, one.percent) for one in mix.kinds] == [
        (Kind.DEVELOPMENTAL, 9, 18, 50),
        (Kind.TACTICAL, 9, 18, 50),
        (Kind.STRATEGIC, 0, 18, 0),
        (Kind.STATUS, 0, 18, 0),
        (Kind.OPPORTUNISTIC, 6, 24, 25),
    ]
    assert mix.kinds[4].standing is None


def test_too_few_answers_or_sessions_are_counts():
    eleven = held({"tactical": 4}, {"tactical": 4}, {"status": 3})
    two = held({"tactical": 9}, {"tactical": 9}, {"opportunistic": 9})

    assert mix_words(eleven) == "11 answers from 3 sessions" + FEW
    assert mix_words(two) == (
        "18 answers from 2 sessions" + FEW + " 9 answers more: in the moment."
    )
    assert [figure_words(one) for one in two.kinds] == [
        "0 of 18",
        "18 of 18",
        "0 of 18",
        "0 of 18",
        "9 of 27",
    ]
    assert {one.standing for one in (*eleven.kinds, *two.kinds)} == {None}
    assert mix_words(held()) == "0 answers from 0 sessions" + FEW


def test_two_observers_of_one_session_are_one_session():
    once = [Answered(number, {Kind.TACTICAL: 8}) for number in (1, 2)]

    assert not mix_of([*once, Answered(2, {Kind.TACTICAL: 8})], KIND_TARGETS).is_known
    assert mix_of([*once, Answered(3, {Kind.TACTICAL: 8})], KIND_TARGETS).is_known


def test_a_month_is_told_beside_its_targets():
    mix = held(*[{"tactical": 7, "status": 1}] * 4, {"tactical": 7, "opportunistic": 1})

    assert mix_words(mix) == (
        "Developmental is below its target: likely 0 to 20\u00a0%, wanted at least 40\u00a0%. "
        "Tactical is above its target: likely 66 to 98\u00a0%, wanted at most 40\u00a0%. "
        "Too close to call: Strategic, Status. "
        "39 answers from 5 sessions. 1 answer more: in the moment."
    )
    assert figure_words(mix.kinds[1]) == "90\u00a0%, likely 66 to 98"


def test_what_lies_within_its_target_is_said_to():
    mix = held(*[{"developmental": 8}] * 6)

    assert mix_words(mix) == (
        "On target: Developmental, Tactical. Too close to call: Strategic, Status. "
        "48 answers from 6 sessions."
    )


def test_where_nothing_is_wanted_nothing_is_judged():
    mix = held(*[{"developmental": 8}] * 6, targets={kind: KindTarget() for kind in Kind})

    assert mix_words(mix) == "48 answers from 6 sessions."
    assert {one.standing for one in mix.kinds} == {None}


def test_a_change_is_said_only_where_the_intervals_lie_apart():
    before, after = held(*[{"tactical": 8}] * 4), held(*[{"developmental": 8}] * 4)

    assert change_words(before, after, "May 2026") == (
        "More than in May 2026, and by more than chance would do: Developmental. "
        "Less than in May 2026, and by more than chance would do: Tactical."
    )
    assert change_words(before, before, "May 2026") == (
        "No change since May 2026 that chance alone would not make."
    )


def test_an_organisations_own_target_holds():
    own = KIND_TARGETS | {Kind.TACTICAL: KindTarget(Fraction(1, 5), Fraction(9, 10))}
    mix = held(*[{"developmental": 4, "tactical": 4}] * 6, targets=own)

    assert [one.standing for one in mix.kinds[:2]] == [Standing.CLOSE, Standing.ON]


def test_an_answer_counts_for_less_than_one_in_the_interval_alone():
    assert ALIKE > 1
    assert share_interval([(0, 8)] * 4) == wilson_interval(0, 32 / ALIKE)
