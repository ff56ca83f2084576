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


class Tally(rx.Component):
    """Buttons, undo, a note, the kind of talk and the clock: `assets/tally/tally.jsx`."""

    library = "$/public/tally/tally.jsx"
    tag = "Tally"

    address: rx.Var[str]
    """Where what is tapped is sent; what waits in this browser waits under it."""

    present: rx.Var[Any]
    """Where it stands, as `LiveRow`; only the first one shown is looked at."""

    watched: rx.Var[str]
    """Who is watched, as the screen's heading."""

    beside: rx.Var[str]
    """With whom, and what for."""

    codes: rx.Var[list[dict[str, str]]]
    """The buttons in their order: code, word, meaning, side and the side's word."""

    kinds: rx.Var[list[dict[str, str]]]
    """The kinds of talk: kind, word and meaning; none where that is not asked."""

    words: rx.Var[dict[str, str]]
    """Every other word on the screen."""

    every: rx.Var[int]
    """Milliseconds between two questions for the kind of talk."""

    note_length: rx.Var[int]
    """Most characters of a note; 0 where none is taken."""

    on_stop: rx.EventHandler[no_args_event_spec]
    """The observer stops the clock."""


class KeptMark(rx.Component):
    """Whether everything tapped on this device is kept; it goes on sending what waits."""

    library = "$/public/tally/tally.jsx"
    tag = "KeptMark"

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
    watched: Words,
    beside: Words,
    on_stop: Any,
    buttons: Buttons = Buttons.NINE,
) -> rx.Component:
    """The whole screen while the clock runs."""
    return Tally.create(
        address=address,
        present=present,
        watched=watched,
        beside=beside,
        codes=codes(buttons),
        kinds=kinds(),
        words=words(buttons),
        every=KIND_EVERY // timedelta(milliseconds=1),
        note_length=NOTE_LENGTH,
        on_stop=on_stop,
    )


def kept_mark(address: Words, present: Any) -> rx.Component:
    """All kept, or how many taps still wait on this device."""
    return KeptMark.create(address=address, present=present, words=words())


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


def words(buttons: Buttons = Buttons.NINE) -> dict[str, str]:
    """Every other word on the screen; the component fills in what stands in braces."""
    return {
        "clock": _("Time since the start"),
        "codes": _("What the coach does"),
        "first": _("One tap for each turn, by its main code."),
        "keepNote": _("Keep"),
        "kept": _("All kept"),
        "keys": _("Keys: 1 to {n}, U, N and K.").format(n=len(BUTTONS[buttons])),
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
        "refused": _("The server does not take this. What you tapped waits here."),
        "signIn": _("Sign in again to keep what you tapped"),
        "stop": _("Stop"),
        "takenBack": _("{code} taken back"),
        "undo": _("Undo"),
        "waiting": _("{n} waiting"),
    }
