"""The table of states as it is read: made from the table of moves itself. Pure."""

from dataclasses import dataclass

from coach_the_coach.certification.rules import (
    BY_ITSELF,
    TRANSITIONS,
    Move,
    State,
    move_word,
    state_mark,
    state_meaning,
    state_word,
)
from coach_the_coach.foundation.words import _


@dataclass(frozen=True)
class Way:
    """One way out of a state: what happens, where it leads, and by whom."""

    what: str
    to: str
    by: str


@dataclass(frozen=True)
class Place:
    """One state, what it means, and every way out of it."""

    word: str
    mark: str
    meaning: str
    ways: tuple[Way, ...]


def who_moves(move: Move) -> str:
    """By whom a move is made."""
    if move in BY_ITSELF:
        return _("by itself")
    return {
        Move.ASK: _("the candidate"),
        Move.TAKE_BACK: _("the candidate"),
        Move.NOT_YET: _("one of those who sign"),
        Move.CERTIFY: _("all who sign"),
        Move.SUSPEND: _("two observers"),
        Move.REINSTATE: _("two observers"),
        Move.REVOKE: _("two who confirm it"),
        Move.WITHDRAW: _("a leader or an administrator"),
        Move.ENROL_AGAIN: _("a leader or an administrator"),
    }[move]


def places() -> list[Place]:
    """Each state with what it means and where it leads, in the order in which one meets them."""
    return [
        Place(
            word=state_word(state),
            mark=state_mark(state),
            meaning=state_meaning(state),
            ways=tuple(
                Way(move_word(move), state_word(end), who_moves(move))
                for (start, move), end in TRANSITIONS.items()
                if start is state
            ),
        )
        for state in State
    ]
