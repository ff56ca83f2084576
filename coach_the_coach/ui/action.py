"""Buttons, and links that look like them."""

from typing import Any, Literal

import reflex as rx

from coach_the_coach.ui.native import NativeLink
from coach_the_coach.ui.tokens import Content, Flag, Words

Weight = Literal["primary", "quiet", "bare", "danger"]
"""How loud a button is: one primary a screen, danger only for what destroys."""


def button(
    words: Content,
    *,
    weight: Weight = "quiet",
    busy: Flag = False,
    disabled: Flag = False,
    submit: bool = False,
    wide: bool = False,
    **props: Any,
) -> rx.Component:
    """A button; while `busy` it turns a ring, keeps its words and cannot be pressed twice."""
    look = f"button button-{weight} button-wide" if wide else f"button button-{weight}"
    return rx.el.button(
        words,
        type="submit" if submit else "button",
        disabled=_either(busy, disabled),
        aria_busy=busy,
        class_name=look,
        **props,
    )


def icon_button(icon: str, name: Words, **props: Any) -> rx.Component:
    """A button without words, named for those who listen and on hover; `icon` is a Lucide name."""
    return rx.el.button(
        rx.icon(icon, size=18, aria_hidden="true"),
        type="button",
        aria_label=name,
        title=name,
        class_name="button button-bare button-icon",
        **props,
    )


def link_button(
    words: Content, href: Words, *, weight: Weight = "quiet", native: bool = False
) -> rx.Component:
    """A link that looks like a button; `native` for a route of the server instead of a page."""
    make = NativeLink.create if native else rx.el.a
    return make(words, href=href, class_name=f"button button-{weight}")


def _either(one: Flag, other: Flag) -> Flag:
    """True when at least one holds; a bound flag keeps the other from being folded away."""
    if isinstance(one, rx.Var):
        return one if other is False else one | other
    return True if one else other
