"""The tally: one component of our own for the browser, with every word it says."""

from datetime import timedelta
from typing import Any

import reflex as rx
from reflex.event import no_args_event_spec

from coach_the_coach.coaching.rules import Kind, kind_meaning, kind_word
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.rules import KIND_EVERY, NOTE_LENGTH
from coach_the_coach.observations.tally.rules import (
    BUTTONS,
    Buttons,
    code_meaning,
    code_word,
    side_of,
    side_word,
)
from coach_the_coach.ui.tokens import Words


class Screen(rx.Component):
    """The screen that counts, as far as it is the same whatever is counted."""

    library = "$/public/tally/tally.jsx"

    watched: rx.Var[str]
    """Who is watched, as the screen's heading."""

    beside: rx.Var[str]
    """With whom, and what for."""

    kinds: rx.Var[list[dict[str, str]]]
    """The kinds of talk: kind, word and meaning; none where that is not asked."""

    every: rx.Var[int]
    """Milliseconds between two questions for the kind of talk."""

    note_length: rx.Var[int]
    """Most characters of a note; 0 where none is taken."""


class Tally(Screen):
    """Buttons, undo, a note, the kind of talk and the clock: `assets/tally/tally.jsx`."""

    tag = "Tally"

    owner: rx.Var[str]
    """Public id of whoever counts: what waits in this browser is theirs alone."""

    address: rx.Var[str]
    """Where what is tapped is sent; what waits in this browser waits under it."""

    present: rx.Var[Any]
    """Where it stands, as `LiveRow`; only the first one shown is looked at."""

    codes: rx.Var[list[dict[str, str]]]
    """The buttons in their order: code, word, meaning, side and the side's word."""

    words: rx.Var[dict[str, str]]
    """Every other word on the screen."""

    hints: rx.Var[list[Any]]
    """What each dimension asks, a swipe away: `HintRow`s, or none."""

    on_stop: rx.EventHandler[no_args_event_spec]
    """The observer stops the clock."""


class TallyWithout(Screen):
    """That screen once more while the server cannot be reached; until then what stands in it."""

    tag = "TallyWithout"

    sets: rx.Var[dict[str, Any]]
    """Codes and words by the number of buttons; which it was, the browser remembers."""


class KeptMark(rx.Component):
    """Whether everything tapped on this device is kept; it goes on sending what waits."""

    library = "$/public/tally/tally.jsx"
    tag = "KeptMark"

    owner: rx.Var[str]
    address: rx.Var[str]
    present: rx.Var[Any]
    words: rx.Var[dict[str, str]]

    on_kept: rx.EventHandler[no_args_event_spec]
    """What waited on this device has all been kept."""


def taps_of(observation: Words) -> str:
    """Where the taps of an observation are sent."""
    return f"/observations/{observation}/taps"


def tally(
    address: Words,
    present: Any,
    *,
    owner: Words,
    watched: Words,
    beside: Words,
    on_stop: Any,
    buttons: Buttons = Buttons.NINE,
    notes: bool = True,
    hints: Any = (),
) -> rx.Component:
    """The whole screen while the clock runs; without `notes` nothing is counted but the codes."""
    return Tally.create(
        owner=owner,
        address=address,
        present=present,
        watched=watched,
        beside=beside,
        codes=codes(buttons),
        words=words(buttons, notes=notes),
        hints=hints if isinstance(hints, rx.Var) else list(hints),
        on_stop=on_stop,
        **_asked(notes),
    )


def without_network(waiting: rx.Component, *, notes: bool, watched: str) -> rx.Component:
    """What was counted on here before goes on while the server is away; else `waiting`."""
    sets = {
        str(len(BUTTONS[buttons])): {
            "codes": codes(buttons),
            "words": words(buttons, notes=notes),
        }
        for buttons in Buttons
    }
    beside = _("No connection. What you tap waits here.")
    return TallyWithout.create(waiting, sets=sets, watched=watched, beside=beside, **_asked(notes))


def _asked(notes: bool) -> dict[str, Any]:
    """What is asked beside the codes: notes and kinds of talk, or neither."""
    return {
        "kinds": kinds() if notes else [],
        "every": KIND_EVERY // timedelta(milliseconds=1),
        "note_length": NOTE_LENGTH if notes else 0,
    }


def kept_mark(address: Words, present: Any, *, owner: Words, **props: Any) -> rx.Component:
    """All kept, or how many taps still wait on this device; `on_kept` is told when none does."""
    return KeptMark.create(address=address, present=present, owner=owner, words=words(), **props)


def codes(buttons: Buttons = Buttons.NINE) -> list[dict[str, str]]:
    """The buttons as the component takes them."""
    return [
        {
            "code": str(code),
            "word": code_word(code, buttons),
            "meaning": code_meaning(code),
            "side": str(side_of(code)),
            "side_word": side_word(side_of(code)),
        }
        for code in BUTTONS[buttons]
    ]


def kinds() -> list[dict[str, str]]:
    """The kinds of talk as the component takes them."""
    return [
        {"kind": str(kind), "word": kind_word(kind), "meaning": kind_meaning(kind)} for kind in Kind
    ]


def words(buttons: Buttons = Buttons.NINE, *, notes: bool = True) -> dict[str, str]:
    """Every other word on the screen; the component fills in what stands in braces.

    Without `notes` it is somebody's own session that is counted.
    """
    keys = _("Keys: 1 to {n}, U, N, K and C.") if notes else _("Keys: 1 to {n}, U and C.")
    return {
        "change": _("Change {code}"),
        "changed": _("{code} changed to {other}"),
        "changeTo": _("Press what it was instead of {code}."),
        "clock": _("Time since the start"),
        "codes": _("What the coach does") if notes else _("What you do"),
        "discard": _("Discard it"),
        "first": _("One tap for each turn, by its main code."),
        "hints": _("The last taps, then a hint for each dimension"),
        "keepNote": _("Keep"),
        "kept": _("All kept"),
        "keys": keys.format(n=len(BUTTONS[buttons])),
        "keysOff": _("Turn keys off"),
        "keysOn": _("Turn keys on"),
        "kind": _("Kind"),
        "last": _("The last taps"),
        "leaveNote": _("Leave"),
        "named": _("{code}, {n}"),
        "note": _("Note"),
        "noteAt": _("Note at {time}"),
        "notNow": _("Not now"),
        "question": _("What kind of talk is it just now?"),
        "quoteAt": _("Their words at {time}"),
        "refused": _("The server does not take this. What you tapped waits here."),
        "signIn": _("Sign in again to keep what you tapped"),
        "stop": _("Stop"),
        "takenBack": _("{code} taken back"),
        "toNote": _("Note"),
        "toQuote": _("Quote"),
        "undo": _("Undo"),
        "waiting": _("{n} waiting"),
    }
