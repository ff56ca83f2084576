"""What helps somebody next, and who can."""

import pytest

from coach_the_coach.certification.coverage.rules import (
    Step,
    Unblocks,
    Which,
    share_words,
    step_of,
    unblocks_words,
    which_mark,
    which_word,
    yours_words,
)
from coach_the_coach.certification.requirements.base import Next
from coach_the_coach.certification.rules import State

WORK = State.IN_PROGRESS


@pytest.mark.parametrize(
    ("state", "next_word", "types", "step"),
    [
        (State.COMPLETE, "", (), (Unblocks.THEMSELF, "Has everything")),
        (State.REVIEW, "", (), (Unblocks.DECIDERS, "Waits for the decision")),
        (State.SUSPENDED, "", (), (Unblocks.DECIDERS, "The certificate rests")),
        (WORK, "observed", (), (Unblocks.OBSERVER, "Waits for an observer")),
        (WORK, "double", (), (Unblocks.OBSERVER, "Waits for a second observer")),
        (WORK, "signer", ("log", "sign-off"), (Unblocks.LEADER, "Waits for a leader's")),
        (WORK, "signer", ("attested", "sign-off"), (Unblocks.SPECIALIST, "Waits for a special")),
        (WORK, "log", (), (Unblocks.THEMSELF, "Next: more sessions")),
        (WORK, "", (), (Unblocks.THEMSELF, "")),
        (WORK, "unheard-of", (), (Unblocks.THEMSELF, "")),
    ],
)
def test_the_next_step_and_who_can_take_it(
    state: State, next_word: str, types: tuple[str, ...], step: tuple[Unblocks, str]
):
    found = step_of(state, next_word, types)
    assert found.by is step[0]
    assert found.words.startswith(step[1])


@pytest.mark.parametrize("next_word", Next)
def test_every_next_step_has_words(next_word: Next):
    assert isinstance(step_of(WORK, next_word, ()), Step)
    assert step_of(WORK, next_word, ()).words


def test_only_who_can_sign_is_told_that_it_waits_for_them():
    assert yours_words(Unblocks.LEADER, is_leader=True, attests=False)
    assert yours_words(Unblocks.SPECIALIST, is_leader=False, attests=True)
    assert not yours_words(Unblocks.SPECIALIST, is_leader=True, attests=False)
    assert not yours_words(Unblocks.THEMSELF, is_leader=True, attests=True)


def test_everything_has_a_word_and_a_mark():
    assert len({which_word(one) for one in Which}) == len(Which)
    assert {which_mark(one) for one in Which} == {"done", "plain", "attention"}
    assert unblocks_words(Unblocks.LEADER, "Lena Leader") == "Lena Leader"
    assert unblocks_words(Unblocks.LEADER, "") == "A leader in the line"
    assert (share_words(2, 3), share_words(0, 0)) == ("66 %", "")
