"""Choosing among few: native radio buttons and check boxes, drawn as cards where words matter."""

from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

from coach_the_coach.foundation.words import _
from coach_the_coach.ui.form import problem_of
from coach_the_coach.ui.tokens import Content, Flag, Rows, Words, each, when


@dataclass(frozen=True)
class Option:
    """One thing to choose: what is sent, the word shown, and what it means in a sentence."""

    value: str
    word: str
    meaning: str = ""


def radio_cards(
    legend: Content,
    name: Words,
    options: Rows,
    *,
    value: Words = "",
    hint: Content | None = None,
    problem: Words = "",
    arranged: Literal["grid", "row", "column"] = "grid",
    id: Words | None = None,
    optional: bool = False,
    **props: Any,
) -> rx.Component:
    """One of a few `Option`s, each a card with its meaning; `props` go to every radio button."""
    own = name if id is None else id

    def card(option: Any) -> rx.Component:
        return _choice("radio", name, option, option.value == value, props)

    told = [] if hint is None else [rx.el.span(hint, id=f"{own}-hint", class_name="hint")]
    asked = [rx.el.span(" ", _("optional"), class_name="quiet")] if optional else []
    return rx.el.fieldset(
        rx.el.legend(legend, *asked, class_name="label"),
        *told,
        rx.el.div(*each(options, card), class_name=f"choices choices-{arranged}"),
        problem_of(own, problem),
        custom_attrs={
            "role": "radiogroup",
            "aria-describedby": f"{own}-problem" if hint is None else f"{own}-hint {own}-problem",
            "aria-invalid": when(problem, "true", "false"),
            "aria-required": "false" if optional else "true",
            # Not in the order of tabs, and yet a place to put the focus when something is missing.
            "tabIndex": "-1",
        },
        id=own,
        class_name="field",
    )


def yes_no(legend: Content, name: Words, **props: Any) -> rx.Component:
    """A question answered `yes` or `no`; takes what `radio_cards` takes."""
    answers = [Option("yes", _("Yes")), Option("no", _("No"))]
    return radio_cards(legend, name, answers, arranged="row", **props)


def check_cards(
    legend: Content, name: Words, options: Rows, *, chosen: Rows = (), **props: Any
) -> rx.Component:
    """Any number of a few `Option`s; each chosen one is sent under `name-value`."""

    def card(option: Any) -> rx.Component:
        holds = (
            chosen.to(list).contains(option.value)
            if isinstance(chosen, rx.Var)
            else (option.value in chosen)
        )
        return _choice("checkbox", f"{name}-{option.value}", option, holds, props)

    return rx.el.fieldset(
        rx.el.legend(legend, class_name="label"),
        rx.el.div(*each(options, card), class_name="choices choices-column"),
        class_name="field",
    )


def checkbox(
    label: Content,
    name: Words,
    *,
    checked: Flag = False,
    hint: Content | None = None,
    **props: Any,
) -> rx.Component:
    """One thing that holds or does not, sent as `on` when it holds."""
    told = [] if hint is None else [rx.el.span(hint, class_name="hint")]
    return rx.el.label(
        rx.el.input(type="checkbox", name=name, default_checked=checked, **props),
        rx.el.span(label),
        *told,
        class_name="check",
    )


def _choice(
    kind: Literal["radio", "checkbox"], name: Words, option: Any, holds: Flag, props: dict[str, Any]
) -> rx.Component:
    """One card round a native button; the label round it makes the whole card press."""
    meaning = rx.el.span(option.meaning, class_name="choice-meaning")
    return rx.el.label(
        rx.el.input(type=kind, name=name, value=option.value, default_checked=holds, **props),
        rx.el.span(option.word, class_name="choice-word"),
        when(option.meaning, meaning),
        class_name="choice",
    )
