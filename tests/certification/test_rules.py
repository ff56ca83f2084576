"""Every state and every way between two of them, and the state that follows from what is there."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_the_coach.certification.rules import (
    BY_ITSELF,
    HOLDS,
    OPEN,
    TRANSITIONS,
    Asked,
    Move,
    Standing,
    State,
    Validity,
    after,
    asked_of,
    held_state,
    move_word,
    moves_between,
    state_mark,
    state_meaning,
    state_of,
    state_word,
)

SINCE = date(2026, 3, 2)
YEAR = Validity(SINCE, date(2026, 12, 2), date(2027, 3, 2), date(2027, 4, 1))
FOR_GOOD = Validity(SINCE, None, None, None)
DAY = timedelta(days=1)

ACTS = {
    Move.ASK,
    Move.TAKE_BACK,
    Move.NOT_YET,
    Move.CERTIFY,
    Move.SUSPEND,
    Move.REINSTATE,
    Move.REVOKE,
    Move.WITHDRAW,
    Move.ENROL_AGAIN,
}


def walked(state: State, moves: Iterable[Move]) -> State:
    """Where moves lead, one after another; each of them has to be a way."""
    for move in moves:
        to = after(state, move)
        assert to is not None, f"no way from {state} by {move}"
        state = to
    return state


def days(first: date, last: date) -> list[date]:
    """Every day from one to another, both with them."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


standings = st.builds(
    Standing,
    has_evidence=st.booleans(),
    is_complete=st.booleans(),
    in_review=st.booleans(),
    is_suspended=st.booleans(),
    is_withdrawn=st.booleans(),
    validity=st.sampled_from([None, YEAR, FOR_GOOD]),
)
some_days = st.dates(SINCE - timedelta(days=30), date(2027, 6, 1))


def test_every_way_leads_where_the_table_says_and_no_other_is_one():
    for state in State:
        for move in Move:
            assert after(state, move) == TRANSITIONS.get((state, move))


def test_every_way_leads_somewhere_else():
    assert [way for way, to in TRANSITIONS.items() if way[0] is to] == []


def test_every_state_is_reached_and_left_and_every_move_is_made():
    assert set(TRANSITIONS.values()) == set(State)
    assert {state for state, _move in TRANSITIONS} == set(State)
    assert {move for _state, move in TRANSITIONS} == set(Move)


def test_every_state_is_reached_from_the_first():
    reached, waiting = {State.NOT_STARTED}, [State.NOT_STARTED]
    while waiting:
        state = waiting.pop()
        new = {to for (start, _move), to in TRANSITIONS.items() if start is state} - reached
        reached |= new
        waiting += new

    assert reached == set(State)


def test_a_move_comes_by_itself_or_is_somebodys_act():
    assert set(Move) - BY_ITSELF == ACTS


def test_whoever_is_on_a_path_can_always_leave_it_and_come_back():
    for state in set(State) - {State.WITHDRAWN}:
        assert walked(state, [Move.WITHDRAW, Move.ENROL_AGAIN]) is State.NOT_STARTED


def test_a_certificate_is_suspended_and_revoked_only_while_there_is_one():
    suspended = {state for state, move in TRANSITIONS if move is Move.SUSPEND}
    revoked = {state for state, move in TRANSITIONS if move is Move.REVOKE}

    assert suspended == HOLDS
    assert revoked == HOLDS | {State.SUSPENDED}


def test_nobody_is_certified_by_themself_but_by_a_certificate_that_is_there():
    by_itself = {
        move
        for (_state, move), to in TRANSITIONS.items()
        if to is State.CERTIFIED and move in BY_ITSELF
    }

    assert by_itself == {Move.STAND}


@pytest.mark.parametrize(
    ("before", "now", "moves"),
    [
        (State.IN_PROGRESS, State.IN_PROGRESS, ()),
        (State.NOT_STARTED, State.IN_PROGRESS, (Move.BEGIN,)),
        (State.NOT_STARTED, State.COMPLETE, (Move.BEGIN, Move.COMPLETE)),
        (State.COMPLETE, State.NOT_STARTED, (Move.FALL_SHORT, Move.FALL_BACK)),
        (State.CERTIFIED, State.WINDOW, (Move.OPEN_WINDOW,)),
        (State.CERTIFIED, State.LAPSED, (Move.OPEN_WINDOW, Move.EXPIRE, Move.LAPSE)),
        (
            State.CERTIFIED,
            State.COMPLETE,
            (Move.OPEN_WINDOW, Move.EXPIRE, Move.LAPSE, Move.COMPLETE),
        ),
        (State.LAPSED, State.COMPLETE, (Move.COMPLETE,)),
        (State.COMPLETE, State.LAPSED, (Move.LAPSE,)),
        (State.GRACE, State.REVIEW, (Move.LAPSE, Move.WAIT)),
        (State.NOT_STARTED, State.CERTIFIED, (Move.STAND,)),
        (State.GRACE, State.CERTIFIED, (Move.STAND,)),
        (State.LAPSED, State.WINDOW, (Move.STAND, Move.OPEN_WINDOW)),
        (State.CERTIFIED, State.SUSPENDED, ()),
        (State.WITHDRAWN, State.NOT_STARTED, ()),
    ],
)
def test_moves_that_come_by_themselves_are_the_fewest(before: State, now: State, moves: tuple):
    assert moves_between(before, now) == moves


def test_moves_between_two_states_lead_from_the_one_to_the_other():
    for before in State:
        for now in State:
            moves = moves_between(before, now)
            assert set(moves) <= BY_ITSELF
            assert not moves or walked(before, moves) is now


@given(standings, some_days, some_days, st.booleans(), st.booleans())
def test_what_days_and_evidence_make_of_a_state_is_always_a_walk(
    was: Standing, one: date, other: date, has_evidence: bool, is_complete: bool
):
    """No act between the two: the same decision, suspension and certificate."""
    first, last = sorted((one, other))
    now = replace(was, has_evidence=has_evidence or is_complete, is_complete=is_complete)
    was = replace(was, has_evidence=was.has_evidence or was.is_complete)
    before, then = state_of(was, first), state_of(now, last)

    assert before is then or walked(before, moves_between(before, then)) is then


@given(standings, some_days)
def test_a_certificate_that_is_there_already_is_a_walk_from_the_beginning(
    standing: Standing, today: date
):
    """Whoever comes back to a path, or has it renewed by another."""
    now = replace(standing, is_suspended=False, is_withdrawn=False, in_review=False)
    now = replace(now, has_evidence=now.has_evidence or now.is_complete, validity=YEAR)

    for before in OPEN | {State.LAPSED, State.WINDOW, State.GRACE}:
        then = state_of(now, today)
        assert before is then or walked(before, moves_between(before, then)) is then


def test_on_each_day_of_its_life_a_certificate_is_worth_what_its_days_say():
    expected = {
        State.CERTIFIED: (SINCE, date(2026, 12, 1)),
        State.WINDOW: (date(2026, 12, 2), date(2027, 3, 2)),
        State.GRACE: (date(2027, 3, 3), date(2027, 4, 1)),
        State.LAPSED: (date(2027, 4, 2), date(2027, 6, 1)),
    }
    for state, (first, last) in expected.items():
        for today in days(first, last):
            assert state_of(Standing(validity=YEAR), today) is state
            assert held_state(YEAR, today) is state


def test_a_certificate_without_grace_lapses_on_the_day_after_its_last():
    last = date(2027, 3, 2)
    for none in (replace(YEAR, grace_until=None), replace(YEAR, grace_until=last)):
        assert state_of(Standing(validity=none), last) is State.WINDOW
        assert state_of(Standing(validity=none), last + DAY) is State.LAPSED


def test_a_certificate_without_an_end_stands():
    assert state_of(Standing(validity=FOR_GOOD), date.max) is State.CERTIFIED
    assert asked_of(FOR_GOOD, date.max) is Asked.RECERTIFY


@pytest.mark.parametrize(
    ("validity", "today", "asked"),
    [
        (None, SINCE, Asked.FIRST),
        (YEAR, SINCE, Asked.RECERTIFY),
        (YEAR, date(2027, 4, 1), Asked.RECERTIFY),
        (YEAR, date(2027, 4, 2), Asked.RESTART),
    ],
)
def test_what_is_asked_follows_from_the_certificate(
    validity: Validity | None, today: date, asked: Asked
):
    assert asked_of(validity, today) is asked


@pytest.mark.parametrize(
    ("standing", "state"),
    [
        (Standing(), State.NOT_STARTED),
        (Standing(has_evidence=True), State.IN_PROGRESS),
        (Standing(has_evidence=True, is_complete=True), State.COMPLETE),
        (Standing(has_evidence=True, is_complete=True, in_review=True), State.REVIEW),
        # Evidence that was withdrawn while it is decided takes nobody out of the decision.
        (Standing(in_review=True), State.REVIEW),
        # A renewal that is being decided leaves the certificate standing.
        (Standing(is_complete=True, in_review=True, validity=YEAR), State.CERTIFIED),
        (Standing(is_suspended=True, validity=YEAR), State.SUSPENDED),
        # What was revoked cannot rest.
        (Standing(is_suspended=True, has_evidence=True), State.IN_PROGRESS),
        (Standing(is_withdrawn=True, is_suspended=True, validity=YEAR), State.WITHDRAWN),
    ],
)
def test_the_state_follows_from_what_is_there(standing: Standing, state: State):
    assert state_of(standing, SINCE) is state


def test_after_a_lapse_one_has_lapsed_until_all_is_there_again():
    lapsed = date(2027, 4, 2)
    assert state_of(Standing(has_evidence=True, validity=YEAR), lapsed) is State.LAPSED
    assert state_of(Standing(is_complete=True, validity=YEAR), lapsed) is State.COMPLETE
    assert state_of(Standing(in_review=True, validity=YEAR), lapsed) is State.REVIEW


def test_every_state_and_every_move_is_said_in_words_of_its_own():
    words = [state_word(one) for one in State] + [move_word(one) for one in Move]
    assert all(words)
    assert len({state_word(one) for one in State}) == len(State)
    assert len({move_word(one) for one in Move}) == len(Move)
    assert len({state_meaning(one) for one in State}) == len(State)
    assert {state_mark(one) for one in State} == {"done", "attention", "plain"}
