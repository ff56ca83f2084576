"""Who may do what next while two plan that one watches the other, case by case."""

from datetime import UTC, date, datetime, timedelta

import pytest

from coach_the_coach.observations.watching.rules import (
    OPEN,
    REASON_LENGTH,
    AskDraft,
    Move,
    Part,
    ProposalDraft,
    State,
    is_its_day,
    is_over,
    moves_of,
    needs_reason,
    next_state,
    problems_in_ask,
    problems_in_reason,
    problems_in_session,
    problems_in_time,
    reminder_at,
    state_mark,
    state_word,
    step_word,
)
from tests.cast import NOW

OBSERVER, OBSERVED, ASKER = Part.OBSERVER, Part.OBSERVED, Part.ASKER
PARIS = "Europe/Paris"

MAY: dict[tuple[State, Part], dict[Move, State]] = {
    (State.OFFERED, OBSERVER): {Move.ACCEPT: State.ASKED, Move.DECLINE: State.DECLINED},
    (State.OFFERED, ASKER): {Move.CANCEL: State.CANCELLED},
    (State.ASKED, OBSERVER): {Move.CANCEL: State.CANCELLED},
    (State.ASKED, OBSERVED): {Move.PROPOSE: State.PROPOSED, Move.DECLINE: State.DECLINED},
    (State.PROPOSED, OBSERVER): {
        Move.PROPOSE: State.COUNTERED,
        Move.AGREE: State.AGREED,
        Move.DECLINE: State.DECLINED,
    },
    (State.PROPOSED, OBSERVED): {Move.PROPOSE: State.PROPOSED, Move.CANCEL: State.CANCELLED},
    (State.COUNTERED, OBSERVER): {Move.PROPOSE: State.COUNTERED, Move.CANCEL: State.CANCELLED},
    (State.COUNTERED, OBSERVED): {
        Move.PROPOSE: State.PROPOSED,
        Move.AGREE: State.AGREED,
        Move.DECLINE: State.DECLINED,
    },
    (State.AGREED, OBSERVER): {
        Move.PROPOSE: State.COUNTERED,
        Move.CANCEL: State.CANCELLED,
        Move.BEGIN: State.AGREED,
    },
    (State.AGREED, OBSERVED): {Move.PROPOSE: State.PROPOSED, Move.CANCEL: State.CANCELLED},
}
"""Everything that may be done; whatever is not in it may not."""


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("part", Part)
def test_each_may_take_the_steps_of_the_table_and_no_other(state: State, part: Part):
    steps = {move: next_state(state, part, move) for move in Move}

    assert {move: to for move, to in steps.items() if to} == MAY.get((state, part), {})
    assert set(moves_of(state, part)) == set(MAY.get((state, part), {}))


def test_whoever_has_no_part_may_do_nothing():
    assert {moves_of(state, None) for state in State} == {()}


def test_what_has_ended_goes_on_nowhere_and_everything_else_can_end():
    ends = {State.DECLINED, State.CANCELLED}
    assert {state for state in State if not any(moves_of(state, part) for part in Part)} == ends
    assert set(OPEN) == set(State) - ends
    for state in OPEN:
        leads_to = {
            to for (at, _part), steps in MAY.items() if at is state for to in steps.values()
        }
        assert leads_to & ends, state


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize("move", Move)
def test_no_off_and_moving_what_was_agreed_need_a_reason(state: State, move: Move):
    moves_agreed = state is State.AGREED and move is Move.PROPOSE
    wanted = move in {Move.DECLINE, Move.CANCEL} or moves_agreed

    assert needs_reason(state, move) is wanted
    assert bool(problems_in_reason(state, move, " \n")) is wanted
    assert problems_in_reason(state, move, "I am ill.") == {}
    assert "reason" in problems_in_reason(state, move, "x" * (REASON_LENGTH + 1))


@pytest.mark.parametrize(
    ("away", "fits"),
    [
        (timedelta(0), False),
        (timedelta(minutes=1), True),
        (timedelta(days=31), True),
        (timedelta(days=31, minutes=1), False),
        (timedelta(days=-1), False),
    ],
)
def test_a_session_is_still_to_come_and_not_far_away(away: timedelta, fits: bool):
    assert (problems_in_time(NOW + away, at=NOW) == {}) is fits


def test_what_is_missing_of_a_session_is_said_beside_its_field():
    assert problems_in_time(None, at=NOW) == {"starts_at": "Choose a day and a time."}
    assert set(problems_in_session(ProposalDraft())) == {"coached", "purpose"}
    assert problems_in_session(ProposalDraft(coached="a", purpose="coach")) == {}
    assert set(problems_in_session(ProposalDraft(coached="a", purpose="chat"))) == {"purpose"}


@pytest.mark.parametrize(
    ("by", "fits"),
    [(None, True), (NOW.date(), True), (date(2026, 3, 1), False), (date(2026, 7, 1), False)],
)
def test_an_ask_may_say_by_when_within_two_months(by: date | None, fits: bool):
    assert (problems_in_ask(AskDraft(wanted_by=by), today=NOW.date()) == {}) is fits


def test_the_day_of_a_session_is_its_day_where_either_is():
    late = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
    assert is_its_day(late, late + timedelta(minutes=45), PARIS)
    assert not is_its_day(late, late - timedelta(hours=1), PARIS)
    assert is_its_day(late, late - timedelta(hours=1), PARIS, "America/New_York")
    assert not is_its_day(None, late, PARIS)
    assert not is_over(late, late + timedelta(hours=2), PARIS)
    assert is_over(late, late + timedelta(days=1), PARIS)
    assert not is_over(late, late - timedelta(days=1), PARIS)
    assert not is_over(None, late, PARIS)


@pytest.mark.parametrize(
    ("starts_at", "reminded"),
    [
        # A Wednesday is announced on Tuesday, a Monday on Friday.
        (datetime(2026, 3, 4, 13, 0, tzinfo=UTC), datetime(2026, 3, 3, 8, 0, tzinfo=UTC)),
        (datetime(2026, 3, 9, 13, 0, tzinfo=UTC), datetime(2026, 3, 6, 8, 0, tzinfo=UTC)),
        # The clocks change in the night to 29 March.
        (datetime(2026, 3, 31, 7, 0, tzinfo=UTC), datetime(2026, 3, 30, 7, 0, tzinfo=UTC)),
    ],
)
def test_one_is_reminded_in_the_morning_of_the_working_day_before(
    starts_at: datetime, reminded: datetime
):
    assert reminder_at(starts_at, PARIS) == reminded


def test_every_state_and_step_has_its_words():
    assert {state_word(state) for state in State} == {
        "Observer asked",
        "Asked",
        "Session proposed",
        "Agreed",
        "Not taking place",
    }
    assert {state_mark(state) for state in State} == {"done", "waiting", "plain"}
    assert len({step_word(move) for move in Move}) == len(Move)
    assert step_word(Move.PROPOSE, moves_agreed=True) == "asked to move it"
