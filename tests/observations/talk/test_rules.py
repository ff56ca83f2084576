"""What a talk asks in which order, when one need not wait, and what becomes of the ONE thing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coach_the_coach.observations.talk.rules import (
    LENGTHS,
    Chain,
    TalkDraft,
    asked_first_sentence,
    chain_of,
    chain_words,
    is_moment_next,
    last_to_read_alone,
    may_go_on_without,
    may_read_alone,
    problems_before_showing,
    problems_before_signing,
    problems_in_day,
    problems_in_text,
)

MONDAY = date(2026, 3, 2)
THURSDAY, SATURDAY = MONDAY + timedelta(days=3), MONDAY + timedelta(days=5)
SPOKEN = TalkDraft(intended="To listen.", noticed="She went quiet.", would_try="Count to three.")
AGREED = replace(SPOKEN, one_thing="Wait.", watch_again_on=MONDAY)


@pytest.mark.parametrize(
    ("signed_on", "days", "without", "alone"),
    [
        (MONDAY, 2, False, False),
        (MONDAY, 3, True, False),
        (MONDAY, 6, True, False),
        (MONDAY, 7, True, True),
        (THURSDAY, 4, False, False),
        (THURSDAY, 5, True, False),
        (THURSDAY, 6, True, False),
        (THURSDAY, 7, True, True),
        (SATURDAY, 3, False, False),
        (SATURDAY, 4, True, False),
        (SATURDAY, 6, True, True),
    ],
)
def test_one_waits_three_and_five_working_days(
    signed_on: date, days: int, without: bool, alone: bool
):
    today = signed_on + timedelta(days=days)
    assert may_go_on_without(signed_on, today) is without
    assert may_read_alone(signed_on, today) is alone


@pytest.mark.parametrize("days", range(7))
def test_up_to_one_day_of_signing_all_may_be_read_alone_and_after_it_nothing(days: int):
    today = date(2026, 3, 2) + timedelta(days=days)
    last = last_to_read_alone(today)
    signed_on = [today - timedelta(days=back) for back in range(21)]
    assert [may_read_alone(on, today) for on in signed_on] == [on <= last for on in signed_on]


@pytest.mark.parametrize(
    ("follows", "times", "chain", "words"),
    [
        (False, 0, Chain.FIRST, ""),
        (False, 2, Chain.FIRST, ""),
        (True, 0, Chain.CARRIED, "Not seen yet. It stays until it was seen twice."),
        (True, 1, Chain.CARRIED, "Seen once. It stays until it was seen twice."),
        (True, 2, Chain.LEARNED, "Seen twice. Choose the next one together."),
        (True, 3, Chain.LEARNED, "Seen twice. Choose the next one together."),
    ],
)
def test_the_one_thing_stays_until_it_was_seen_twice(
    follows: bool, times: int, chain: Chain, words: str
):
    assert chain_of(follows=follows, times_seen=times) is chain
    assert chain_words(chain, times) == words


@pytest.mark.parametrize(
    ("draft", "missing", "moment"),
    [
        (TalkDraft(), {"intended", "noticed", "would_try"}, False),
        (TalkDraft(intended="To listen."), {"noticed", "would_try"}, False),
        (TalkDraft(intended="To listen.", noticed=" \n"), {"noticed", "would_try"}, False),
        (replace(SPOKEN, would_try=""), {"would_try"}, True),
        (SPOKEN, set(), True),
    ],
)
def test_the_observed_speaks_first(draft: TalkDraft, missing: set[str], moment: bool):
    assert set(problems_before_showing(draft)) == missing
    assert is_moment_next(draft) is moment


@pytest.mark.parametrize(
    ("draft", "scored", "chain", "carried", "missing"),
    [
        (SPOKEN, True, Chain.FIRST, False, {"one_thing", "watch_again_on"}),
        (SPOKEN, False, Chain.FIRST, False, set()),
        (replace(AGREED, noticed=""), True, Chain.FIRST, False, {"noticed"}),
        (AGREED, True, Chain.FIRST, False, set()),
        (AGREED, True, Chain.LEARNED, False, set()),
        (AGREED, True, Chain.CARRIED, True, set()),
        (AGREED, True, Chain.CARRIED, False, {"next_reason"}),
        (replace(AGREED, next_reason="It got worse."), True, Chain.CARRIED, False, set()),
        (replace(AGREED, one_thing=" "), True, Chain.CARRIED, False, {"one_thing"}),
    ],
)
def test_what_must_be_there_before_anybody_signs(
    draft: TalkDraft, scored: bool, chain: Chain, carried: bool, missing: set[str]
):
    problems = problems_before_signing(draft, is_scored=scored, chain=chain, is_carried=carried)
    assert set(problems) == missing


@pytest.mark.parametrize("name", list(LENGTHS))
def test_a_text_has_a_length(name: str):
    assert problems_in_text(name, "x" * LENGTHS[name]) == {}
    assert list(problems_in_text(name, "x" * (LENGTHS[name] + 1))) == [name]


def test_a_talk_has_the_fields_it_has():
    assert problems_in_text("level", "4") == {"level": "A talk has no such field."}


@pytest.mark.parametrize(
    ("days", "fits"), [(None, True), (-1, False), (0, True), (1, True), (730, True), (731, False)]
)
def test_the_day_to_watch_again_is_to_come(days: int | None, fits: bool):
    on = None if days is None else MONDAY + timedelta(days=days)
    assert (problems_in_day(on, MONDAY) == {}) is fits


@pytest.mark.parametrize(
    ("yes", "partly", "no", "sentence"),
    [
        (0, 0, 0, ""),
        (1, 0, 0, "In your last talk you asked before you told."),
        (0, 1, 0, "In your last talk you partly asked before you told."),
        (0, 0, 1, "In your last talk you told before you asked."),
        (4, 1, 2, "You asked before you told in 4 of your last 7 talks, partly in 1."),
    ],
)
def test_what_they_say_of_the_observer_is_a_sentence(yes: int, partly: int, no: int, sentence: str):
    assert asked_first_sentence(yes=yes, partly=partly, no=no) == sentence
