"""What the course of a talk says, on courses that one can follow by hand."""

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach_the_coach.coaching.rules import Kind
from coach_the_coach.observations.tally.rules import Code, Side, side_of
from coach_the_coach.observations.timeline.rules import (
    MOST_TICKS,
    PART_LEAST,
    Given,
    KindBand,
    Part,
    Pauses,
    Run,
    Spoken,
    Turning,
    kind_bands,
    longest_telling,
    pause_words,
    run_words,
    silent_pauses,
    tapped_pauses,
    tick_minutes,
    turning,
    turning_words,
)

A, T, P = Code.OPEN, Code.DIRECT, Code.PRAISE

CODES = st.lists(st.sampled_from(Code), max_size=80)


def course(codes: list[Code], every: float = 20.0) -> list[Given]:
    """One code every so many seconds."""
    return [Given(every * place, code) for place, code in enumerate(codes)]


def test_a_talk_turns_where_its_running_balance_changes_for_good():
    codes = [T] * 18 + [A, T] + [A] * 20

    assert turning(course(codes)) == Turning(400.0, Part(1, 20), Part(20, 20))
    assert turning_words(course(codes)) == (
        "The talk seems to turn at 6:40, from telling to asking: "
        "1 of 20 asked before, 20 of 20 asked after."
    )


def test_the_other_way_round_it_turns_from_asking_to_telling():
    assert "from asking to telling: 20 of 20" in turning_words(course([A] * 20 + [T] * 20))


def test_beyond_one_half_only_the_direction_is_said():
    seldom, often = ([A] + [T] * 9) * 6, ([A] * 9 + [T] * 11) * 4
    always, mostly = ([A] * 19 + [T]) * 4, ([A] * 13 + [T] * 7) * 4

    assert "towards more asking" in turning_words(course(seldom + often))
    assert "towards more telling" in turning_words(course(always + mostly))


@pytest.mark.parametrize(
    "codes",
    [
        [A, T] * 40,
        [T] * 15 + [A] * 15 + [T] * 15 + [A] * 15,
        ([A] * 4 + [T] * 6) * 2 + ([A] * 6 + [T] * 4) * 2,
    ],
    ids=["to and fro", "there and back again", "a little more"],
)
def test_where_it_is_not_clear_no_turn_is_named(codes: list[Code]):
    found = turning(course(codes))

    assert found is None
    assert turning_words(course(codes)) == "The counts do not show that the talk turned."


def test_too_few_on_either_side_name_no_turn():
    few = [T] * (PART_LEAST - 1) + [A] * PART_LEAST

    assert turning(course(few)) is None
    assert turning_words(course(few)) == "Where it turned is said from 20 asks and tells on."
    assert turning(course([])) is None


def test_praise_and_pauses_do_not_move_the_turn():
    plain = course([T] * 20 + [A] * 20)
    with_praise = sorted([*plain, *(Given(20.0 * place + 1, P) for place in range(40))])

    assert turning(with_praise) == turning(plain)


@given(CODES)
def test_both_parts_of_a_turn_hold_all_asks_and_tells_and_enough_of_them(codes: list[Code]):
    found = turning(course(codes))
    sides = [side_of(code) for code in codes]

    if found is not None:
        assert found.before.coded + found.after.coded == len(sides) - sides.count(Side.NEITHER)
        assert found.before.asks + found.after.asks == sides.count(Side.ASK)
        assert min(found.before.coded, found.after.coded) >= PART_LEAST


def made_up(rng: Random, shares: list[float]) -> list[Given]:
    """A course in which each is an ask with its share."""
    return course([A if rng.random() < share else T for share in shares])


@pytest.mark.parametrize(("length", "most"), [(60, 4), (120, 8), (240, 8)])
def test_of_courses_without_a_turn_hardly_any_is_said_to_turn(length: int, most: int):
    rng = Random(length)
    found = [turning(made_up(rng, [share] * length)) for share in (0.3, 0.5, 0.7) * 100]

    assert sum(one is not None for one in found) <= most


def test_a_plain_turn_is_found_and_near_its_place():
    rng = Random(1)
    found = [turning(made_up(rng, [0.2] * 60 + [0.7] * 60)) for _time in range(100)]
    near = [one for one in found if one and abs(one.seconds / 20.0 - 60) <= 12]

    assert len(near) >= 90


def longest_by_hand(codes: list[Code]) -> int:
    """The longest stretch without an ask, counted in tells."""
    return max(
        (
            sum(side_of(code) is Side.TELL for code in codes[start:end])
            for start, end in product(range(len(codes)), range(len(codes) + 1))
            if not any(side_of(code) is Side.ASK for code in codes[start:end])
        ),
        default=0,
    )


@settings(max_examples=50)
@given(st.lists(st.sampled_from([A, T, P, Code.TAKE]), max_size=24))
def test_the_longest_run_of_tells_is_the_longest_stretch_without_an_ask(codes: list[Code]):
    found, longest = longest_telling(course(codes)), longest_by_hand(codes)

    assert (found.tells if found else 0) == (longest if longest >= 3 else 0)


def test_the_longest_run_says_from_when_to_when():
    codes = [T, T, A, T, P, T, T, Code.TAKE, A, T, T, T, T]

    assert longest_telling(course(codes)) == Run(4, 60.0, 140.0)
    assert run_words(course(codes)) == (
        "The longest run of tells: 4 without an ask, 1:00 to 2:20, 1 minute."
    )
    assert run_words(course([T, T, T], every=2)).endswith("0:00 to 0:04, less than a minute.")
    assert run_words(course([T, T, A])) == ""


def test_a_pause_counts_where_it_follows_a_question_at_once():
    codes = [A, Code.PAUSE, Code.CLOSED, T, Code.PAUSE, Code.BACK, Code.PAUSE, Code.ASK]

    assert tapped_pauses(codes) == Pauses(1, 3)
    assert pause_words(Pauses(1, 3)) == "A pause after 1 of 3 questions."
    assert pause_words(tapped_pauses([T, Code.PAUSE])) == ""


def test_a_silence_after_a_question_is_a_pause_from_three_seconds_on():
    turns = [
        Spoken(0.0, 4.0, A),
        Spoken(7.0, 9.0),
        Spoken(9.0, 10.0, A),
        Spoken(12.9, 14.0),
        Spoken(15.0, None, A),
        Spoken(30.0, 31.0, T),
        Spoken(40.0, 41.0, A),
    ]

    assert silent_pauses(turns) == Pauses(1, 2)
    assert silent_pauses([]) == Pauses(0, 0)


def test_an_answer_stands_for_the_five_minutes_before_it_and_no_second_twice():
    tactical, deep = Kind.TACTICAL, Kind.DEVELOPMENTAL

    assert kind_bands([(300, tactical), (610, deep), (640, tactical), (1500, tactical)]) == (
        KindBand(0, 300, tactical),
        KindBand(310, 610, deep),
        KindBand(610, 640, tactical),
        KindBand(1200, 1500, tactical),
    )
    assert kind_bands([(300, deep), (600, deep)]) == (KindBand(0, 600, deep),)
    assert kind_bands([(30, deep)]) == (KindBand(0, 30, deep),)


@given(st.floats(min_value=0, max_value=4 * 3600))
def test_few_times_are_written_beneath_however_long_it_was(seconds: float):
    minutes = tick_minutes(seconds)

    assert minutes[0] == 0
    assert len(minutes) <= MOST_TICKS + 1
    assert 60 * minutes[-1] <= seconds


def test_where_nothing_counts_no_question_was_followed_by_a_pause():
    assert tapped_pauses([]) == Pauses(0, 0)
    assert tapped_pauses([Code.OPEN]) == Pauses(0, 1)
