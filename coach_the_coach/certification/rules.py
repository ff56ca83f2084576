"""How somebody stands on a path, and every way from one state to another. Pure."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from coach_the_coach.foundation.words import _


class State(StrEnum):
    """Where somebody stands on a path."""

    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    COMPLETE = "evidence-complete"
    REVIEW = "under-review"
    CERTIFIED = "certified"
    WINDOW = "window-open"
    GRACE = "grace"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What leads from one state to another."""

    BEGIN = "begin"
    FALL_BACK = "fall-back"
    COMPLETE = "complete"
    FALL_SHORT = "fall-short"
    ASK = "ask"
    TAKE_BACK = "take-back"
    NOT_YET = "not-yet"
    CERTIFY = "certify"
    OPEN_WINDOW = "open-window"
    EXPIRE = "expire"
    LAPSE = "lapse"
    STAND = "stand"
    """A certificate is there that was not decided here: another path's, or from before."""

    WAIT = "wait"
    """The certificate ended while a decision was open: it goes on."""

    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    REVOKE = "revoke"
    WITHDRAW = "withdraw"
    ENROL_AGAIN = "enrol-again"


class Asked(StrEnum):
    """What is asked of somebody on a path just now."""

    FIRST = "first"
    RECERTIFY = "recertify"
    """Lighter than the first time, since the award that stands."""

    RESTART = "restart"
    """What was observed, anew: the certificate has lapsed."""


class Verdict(StrEnum):
    """What came of a decision that was asked for."""

    CERTIFIED = "certified"
    NOT_YET = "not-yet"
    TAKEN_BACK = "taken-back"
    """By whoever asked, or with the path itself, before it was decided."""


HOLDS: Final = frozenset({State.CERTIFIED, State.WINDOW, State.GRACE})
"""States in which a certificate stands."""

OPEN: Final = frozenset({State.NOT_STARTED, State.IN_PROGRESS, State.COMPLETE, State.REVIEW})
"""States on the way to a first certificate, or to one after a lapse."""

TRANSITIONS: Final[Mapping[tuple[State, Move], State]] = {
    (State.NOT_STARTED, Move.BEGIN): State.IN_PROGRESS,
    (State.IN_PROGRESS, Move.FALL_BACK): State.NOT_STARTED,
    (State.IN_PROGRESS, Move.COMPLETE): State.COMPLETE,
    (State.COMPLETE, Move.FALL_SHORT): State.IN_PROGRESS,
    (State.COMPLETE, Move.ASK): State.REVIEW,
    (State.REVIEW, Move.TAKE_BACK): State.COMPLETE,
    (State.REVIEW, Move.NOT_YET): State.COMPLETE,
    (State.REVIEW, Move.CERTIFY): State.CERTIFIED,
    (State.CERTIFIED, Move.OPEN_WINDOW): State.WINDOW,
    (State.WINDOW, Move.EXPIRE): State.GRACE,
    (State.WINDOW, Move.CERTIFY): State.CERTIFIED,
    (State.GRACE, Move.LAPSE): State.LAPSED,
    (State.GRACE, Move.CERTIFY): State.CERTIFIED,
    (State.LAPSED, Move.COMPLETE): State.COMPLETE,
    # By the certificate of another path that renews this one too.
    (State.LAPSED, Move.CERTIFY): State.CERTIFIED,
    (State.COMPLETE, Move.LAPSE): State.LAPSED,
    (State.REVIEW, Move.LAPSE): State.LAPSED,
    (State.LAPSED, Move.WAIT): State.REVIEW,
    (State.IN_PROGRESS, Move.WAIT): State.REVIEW,
    **{
        (state, Move.STAND): State.CERTIFIED
        for state in (*sorted(OPEN), State.WINDOW, State.GRACE, State.LAPSED)
    },
    **{(state, Move.SUSPEND): State.SUSPENDED for state in sorted(HOLDS)},
    (State.SUSPENDED, Move.REINSTATE): State.CERTIFIED,
    **{(state, Move.REVOKE): State.IN_PROGRESS for state in (*sorted(HOLDS), State.SUSPENDED)},
    **{(state, Move.WITHDRAW): State.WITHDRAWN for state in State if state is not State.WITHDRAWN},
    (State.WITHDRAWN, Move.ENROL_AGAIN): State.NOT_STARTED,
}
"""Every way there is. Source: docs/method.md#certification-states.

From complete and from under review one falls to lapsed where the certificate had lapsed before and
the new evidence fell short again. Where a path renews another, and where somebody comes back to a
path, a certificate stands without a decision of its own.
"""

BY_ITSELF: Final = frozenset(
    {
        Move.BEGIN,
        Move.FALL_BACK,
        Move.COMPLETE,
        Move.FALL_SHORT,
        Move.OPEN_WINDOW,
        Move.EXPIRE,
        Move.LAPSE,
        Move.STAND,
        Move.WAIT,
    }
)
"""Moves that evidence and days make; every other is somebody's act."""


@dataclass(frozen=True)
class Validity:
    """The days of a certificate that stands or stood."""

    since: date
    window_on: date | None
    """From when on it can be renewed; None where it does not end."""

    until: date | None
    """Its last day; None where it does not end."""

    grace_until: date | None


@dataclass(frozen=True)
class Standing:
    """What is known of one person on one path."""

    has_evidence: bool = False
    is_complete: bool = False
    in_review: bool = False
    is_suspended: bool = False
    is_withdrawn: bool = False
    validity: Validity | None = None
    """Of the newest certificate; None before the first, and after one that was revoked."""


def state_of(standing: Standing, today: date) -> State:
    """Where somebody stands on a day: from what is there, in whatever order it came."""
    if standing.is_withdrawn:
        return State.WITHDRAWN
    if standing.is_suspended and standing.validity is not None:
        return State.SUSPENDED
    held = held_state(standing.validity, today)
    if held is not None and held in HOLDS:
        return held
    if standing.in_review:
        return State.REVIEW
    if standing.is_complete:
        return State.COMPLETE
    begun = State.IN_PROGRESS if standing.has_evidence else State.NOT_STARTED
    return held or begun


def held_state(validity: Validity | None, today: date) -> State | None:
    """What a certificate is worth on a day; None for none."""
    if validity is None:
        return None
    if validity.until is None or validity.window_on is None or today < validity.window_on:
        return State.CERTIFIED
    if today <= validity.until:
        return State.WINDOW
    is_grace = validity.grace_until is not None and today <= validity.grace_until
    return State.GRACE if is_grace else State.LAPSED


def asked_of(validity: Validity | None, today: date) -> Asked:
    """What is asked on a day of whoever holds, held or never held a certificate."""
    held = held_state(validity, today)
    if held is None:
        return Asked.FIRST
    return Asked.RESTART if held is State.LAPSED else Asked.RECERTIFY


def moves_between(before: State, after: State) -> tuple[Move, ...]:
    """The moves that lead by themselves from one state to another, the fewest; none if unknown."""
    if before is after:
        return ()
    reached: dict[State, tuple[Move, ...]] = {before: ()}
    waiting = deque([before])
    while waiting:
        state = waiting.popleft()
        for (start, move), end in TRANSITIONS.items():
            if start is state and move in BY_ITSELF and end not in reached:
                reached[end] = (*reached[state], move)
                waiting.append(end)
    return reached.get(after, ())


def after(state: State, move: Move) -> State | None:
    """Where a move leads from a state; None where there is no such way."""
    return TRANSITIONS.get((state, move))


def state_word(state: State) -> str:
    """The state as a person says it."""
    return {
        State.NOT_STARTED: _("Not started"),
        State.IN_PROGRESS: _("In progress"),
        State.COMPLETE: _("Evidence complete"),
        State.REVIEW: _("Under review"),
        State.CERTIFIED: _("Certified"),
        State.WINDOW: _("Certified, renewal open"),
        State.GRACE: _("Expired, still in grace"),
        State.LAPSED: _("Lapsed"),
        State.SUSPENDED: _("Suspended"),
        State.WITHDRAWN: _("Withdrawn"),
    }[state]


def state_meaning(state: State) -> str:
    """What a state means, in a sentence."""
    return {
        State.NOT_STARTED: _("Nothing that counts is there yet."),
        State.IN_PROGRESS: _("Something counts, and something is still to come."),
        State.COMPLETE: _("Everything asked for is there. What is left is the decision."),
        State.REVIEW: _("Two people look at the evidence and decide."),
        State.CERTIFIED: _("The certificate stands."),
        State.WINDOW: _("The certificate stands, and can be renewed."),
        State.GRACE: _("The certificate is past its day and can still be renewed."),
        State.LAPSED: _("The certificate ended. What is observed is shown anew."),
        State.SUSPENDED: _("The certificate rests, on grounds that two observers confirmed."),
        State.WITHDRAWN: _("The path was taken back, by them or for them."),
    }[state]


def state_mark(state: State) -> str:
    """The state as a mark beside its word."""
    if state in (State.CERTIFIED, State.WINDOW):
        return "done"
    return "attention" if state in (State.GRACE, State.LAPSED, State.SUSPENDED) else "plain"


def move_word(move: Move) -> str:
    """What happened, in the middle of a history."""
    return {
        Move.BEGIN: _("First evidence"),
        Move.FALL_BACK: _("Nothing counts any more"),
        Move.COMPLETE: _("Evidence complete"),
        Move.FALL_SHORT: _("Something counts no longer"),
        Move.ASK: _("Decision asked for"),
        Move.TAKE_BACK: _("Taken back before the decision"),
        Move.NOT_YET: _("Not yet"),
        Move.CERTIFY: _("Certified"),
        Move.OPEN_WINDOW: _("Renewal opened"),
        Move.EXPIRE: _("Expired, grace began"),
        Move.LAPSE: _("Lapsed"),
        Move.STAND: _("A certificate is there"),
        Move.WAIT: _("The decision is still open"),
        Move.SUSPEND: _("Suspended"),
        Move.REINSTATE: _("In force again"),
        Move.REVOKE: _("Certificate taken back"),
        Move.WITHDRAW: _("Withdrawn"),
        Move.ENROL_AGAIN: _("Enrolled again"),
    }[move]
