"""The desk on which an invented conversation is coded."""

from typing import Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.practice.round.state import RoundState
from coach_the_coach.observations.practice.rules import CODES, TURNS
from coach_the_coach.observations.tally.rules import (
    Code,
    Side,
    code_meaning,
    code_word,
    side_of,
    side_word,
)
from coach_the_coach.observations.transcript.parts import LETTERS, KeysPress

WIDE: Final = "@media (min-width: 900px)"

DESK: Final = {
    "display": "grid",
    "gap": "16px 48px",
    "gridTemplateColumns": "minmax(0, 1fr)",
    "alignItems": "start",
    WIDE: {"gridTemplateColumns": "minmax(0, 1fr) 440px"},
}
TALK: Final = {
    "display": "grid",
    "gap": "12px",
    # What is said stays in sight, below the navigation, while one looks for its code.
    "position": "sticky",
    "zIndex": "5",
    "top": "96px",
    "paddingBlock": "8px",
    "background": "var(--page)",
    WIDE: {"top": "72px", "paddingBlock": "0"},
}
NOW: Final = {
    # High enough for the longest turn, so that the buttons stay where the thumb is.
    "minHeight": "108px",
    "display": "flex",
    "flexDirection": "column",
    "justifyContent": "flex-end",
    "gap": "8px",
    WIDE: {"minHeight": "196px", "justifyContent": "center"},
}
SPOKEN: Final = {
    "margin": "0",
    "maxWidth": "62ch",
    "fontSize": "18px",
    "lineHeight": "26px",
}
TRACK: Final = {
    "height": "6px",
    "overflow": "hidden",
    "borderRadius": "3px",
    "background": "var(--line)",
}
CODES_STYLE: Final = {
    "display": "grid",
    "gap": "4px",
    # On a phone every button must be in reach; who listens is told the side by the group.
    "& > .label": {"display": "none", WIDE: {"display": "block"}},
}
BUTTONS_STYLE: Final = {"display": "grid", "gap": "4px", WIDE: {"gap": "12px"}}
ON_WIDE: Final = {"display": "none", WIDE: {"display": "block"}}
CODE: Final = {
    "display": "grid",
    "gridTemplateColumns": "12px 60px minmax(0, 1fr)",
    "alignItems": "center",
    "gap": "10px",
    "width": "100%",
    "height": "auto",
    "minHeight": "44px",
    "padding": "3px 12px",
    "textAlign": "left",
    "whiteSpace": "normal",
    "borderColor": "var(--tone)",
    "background": "var(--tone-wash)",
    "color": "var(--tone-ink)",
    "&[aria-pressed=true]": {
        "boxShadow": "inset 0 0 0 2px var(--tone-ink)",
        "borderColor": "var(--tone-ink)",
    },
}
MEANING: Final = {"fontSize": "13px", "lineHeight": "16px", "fontWeight": "400"}
KEY: Final = {"fontSize": "13px", "opacity": "0.85", "fontVariantNumeric": "tabular-nums"}


def desk() -> rx.Component:
    """The turn being coded, and a button with its meaning for each code."""
    return rx.fragment(
        rx.el.section(
            rx.el.div(_progress(), _turn_in_focus(), style=TALK),
            rx.el.div(
                *[_side(side) for side in Side],
                rx.el.div(_moves(), padding_top="8px"),
                rx.el.div(_keys(), style=ON_WIDE),
                style=BUTTONS_STYLE,
            ),
            aria_label=_("Code this turn"),
            style=DESK,
        ),
        KeysPress.create(active=RoundState.keys_on),
    )


def _progress() -> rx.Component:
    """How many turns have a code, in words and drawn."""
    done = RoundState.coded
    filled = {"width": f"calc(100% * {done} / {TURNS})", "height": "100%"}
    return ui.stack(
        ui.row(
            ui.figures(_("Turn {n} of {all}").format(n=RoundState.focus.number, all=TURNS)),
            ui.quiet(ui.figures(_("{n} coded").format(n=done))),
            apart=True,
        ),
        rx.el.div(
            rx.el.div(style=filled | {"background": "var(--accent)"}),
            role="progressbar",
            custom_attrs={
                "aria-label": _("Turns coded"),
                "aria-valuenow": done,
                "aria-valuemin": 0,
                "aria-valuemax": TURNS,
            },
            style=TRACK,
        ),
        gap="tight",
    )


def _turn_in_focus() -> rx.Component:
    """What the manager says, large, after what was said before it."""
    focus = RoundState.focus
    return rx.el.div(
        rx.cond(
            focus.before != "",
            rx.el.p(focus.before_speaker, ": ", focus.before, class_name="quiet"),
        ),
        rx.el.p(rx.el.b(RoundState.talk.manager, ": "), focus.text, style=SPOKEN),
        role="group",
        aria_live="polite",
        aria_label=_("The turn to code"),
        style=NOW,
    )


def _moves() -> rx.Component:
    """The turn before and after; rating, which takes the focus, once every turn has a code."""
    number = RoundState.focus.number
    is_coded = RoundState.coded >= TURNS
    return ui.row(
        ui.row(
            ui.button(
                _("Previous"),
                on_click=RoundState.move(number - 1),
                disabled=number <= 1,
                custom_attrs={"aria-keyshortcuts": "k ArrowLeft"},
            ),
            rx.cond(
                ~is_coded | RoundState.looks_back,
                ui.button(
                    _("Next"),
                    on_click=RoundState.move(number + 1),
                    disabled=number >= TURNS,
                    custom_attrs={"aria-keyshortcuts": "j ArrowRight"},
                ),
            ),
            gap="near",
        ),
        rx.cond(
            is_coded,
            ui.button(
                _("Rate the whole talk"),
                weight="primary",
                on_click=RoundState.go_on_to_rating,
                auto_focus=True,
            ),
        ),
        apart=True,
    )


def _side(side: Side) -> rx.Component:
    """The codes of one side, beneath its name."""
    return rx.el.div(
        rx.el.span(side_word(side), class_name="label"),
        *[_code_button(code) for code in CODES if side_of(code) is side],
        role="group",
        aria_label=side_word(side),
        style=CODES_STYLE,
    )


def _code_button(code: Code) -> rx.Component:
    """One code with its key and its meaning; pressed where the turn has it already."""
    number, focus = f"{CODES.index(code) + 1}", RoundState.focus
    return rx.el.button(
        rx.el.span(number, aria_hidden="true", style=KEY),
        rx.el.b(code_word(code)),
        rx.el.span(code_meaning(code), style=MEANING),
        type="button",
        aria_pressed=RoundState.codes[focus.key] == str(code),
        on_click=RoundState.code(focus.number, str(code)),
        custom_attrs={"aria-keyshortcuts": f"{number} {LETTERS[code]}"},
        class_name=f"button tone-{side_of(code)}",
        style=CODE,
    )


def _keys() -> rx.Component:
    """A way to switch the keys off."""
    return ui.checkbox(
        _("Use single keys: 1 to 9 for a code, K and J for the turn before and after"),
        "keys",
        checked=RoundState.keys_on,
        on_change=RoundState.use_keys,
    )
