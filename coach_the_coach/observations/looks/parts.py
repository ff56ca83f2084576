"""The form of a short look, and what it reads like once given."""

from typing import Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.looks.rows import SeenLevel
from coach_the_coach.observations.looks.rules import FEW, LENGTHS
from coach_the_coach.observations.looks.state import LookState
from coach_the_coach.observations.rubric.rules import DIMENSIONS
from coach_the_coach.ui.form import problem_of
from coach_the_coach.ui.tokens import Content

PAUSE: Final = 500
"""Milliseconds without a key after which a text is kept, even before one leaves its field."""

LINE: Final = {
    "& .field": {"padding": "4px 0 4px 28px"},
    "@media (max-width: 639px)": {"& .field": {"padding_left": "0"}},
}
"""The four levels stand beneath their dimension."""

_own = LookState.form.public_id


def form() -> rx.Component:
    """The whole look on one screen; every answer keeps itself."""
    name = LookState.form.first_name
    return ui.stack(
        _coached(),
        _dimensions(),
        _text(
            "moment",
            _("One moment"),
            _("What was said or done, in their words where you can."),
        ),
        _text(
            "to_try",
            _("One thing to try"),
            rx.fragment(name, " ", _("reads this first. One sentence, something to do.")),
        ),
        _discard(),
        _foot(),
        gap="between",
        key=_own,
    )


def given() -> rx.Component:
    """What was given: the thing to try, the moment, and what was seen."""
    look = LookState.look
    return ui.stack(
        ui.section(_("One thing to try"), ui.card(ui.lead(look.to_try))),
        ui.section(
            _("The moment"), ui.quote(rx.el.span(look.moment, style={"whiteSpace": "pre-wrap"}))
        ),
        ui.section(_("What was seen"), ui.lines(rx.foreach(look.levels, _seen))),
        ui.quiet(
            _("Only the two of you can read this. It counts nowhere, and it stays as it is."),
        ),
        gap="between",
    )


def _coached() -> rx.Component:
    """With whom they talked, where one wants to say."""
    row = LookState.form
    return rx.cond(
        ui.count(row.coached) > 0,
        ui.select(
            rx.fragment(_("With which"), " ", row.coached_word),
            "coached",
            row.coached,
            value=row.with_whom,
            blank=_("I leave it open"),
            optional=True,
            problem=LookState.problems["coached"],
            on_change=LookState.choose_coached(_own),
        ),
    )


def _dimensions() -> rx.Component:
    """Eight to choose from; what is chosen opens its four levels."""
    return rx.el.fieldset(
        rx.el.legend(_("What did you watch for?"), class_name="label"),
        rx.el.span(_("One or two, and for each which of the four you saw."), class_name="hint"),
        problem_of("dimensions", LookState.problems["dimensions"]),
        rx.el.div(
            *[_dimension(number) for number in range(1, DIMENSIONS + 1)],
            class_name="lines",
            margin_top="8px",
            key=LookState.drawn,
        ),
        class_name="field",
    )


def _dimension(number: int) -> rx.Component:
    """One dimension with its box; two chosen ones close the others."""
    row = LookState.form.dimensions[number - 1]
    chosen = rx.Var.create(LookState.chosen).contains(f"{number}")
    full = ui.count(LookState.chosen) >= FEW
    field = f"level_{number}"
    return rx.el.div(
        ui.checkbox(
            row.name,
            f"dimension-{number}",
            checked=chosen,
            hint=row.hint,
            id=f"dimension-{number}",
            disabled=full & ~chosen,
            # What is wrong stands above the boxes and must not hide behind the navigation.
            style={"scrollMarginTop": "160px"},
            on_change=LookState.choose_dimension(_own, number),
        ),
        rx.cond(
            chosen,
            ui.radio_cards(
                ui.unseen(row.name),
                field,
                row.choices,
                value=row.level,
                problem=LookState.problems[field],
                on_change=LookState.choose_level(_own, number),
            ),
        ),
        style=LINE,
    )


def _text(name: str, label: str, hint: Content) -> rx.Component:
    """A text that keeps itself while it is written."""
    return ui.text_area(
        label,
        name,
        value=getattr(LookState.form, name),
        hint=hint,
        problem=LookState.problems[name],
        max_length=LENGTHS[name],
        on_change=LookState.keep_words(_own, name).debounce(PAUSE),
        on_blur=LookState.keep_words(_own, name),
    )


def _foot() -> rx.Component:
    """That it is kept, and giving it, within reach of the thumb."""
    return ui.foot(
        ui.row(
            rx.el.p(
                rx.cond(LookState.kept != "", LookState.kept, _("Every answer keeps itself.")),
                class_name="quiet",
                role="status",
            ),
            ui.button(
                rx.fragment(_("Give it to"), " ", LookState.form.first_name),
                weight="primary",
                busy=LookState.busy,
                on_click=LookState.give(_own),
            ),
            apart=True,
        )
    )


def _discard() -> rx.Component:
    """The way to be rid of it, and that until it is given nobody else sees it."""
    return ui.row(
        ui.quiet(_("Until you give it only you can see it. After that it stays as it is.")),
        ui.dialog(
            _("Discard this look?"),
            ui.actions(
                ui.closing(
                    ui.button(_("Discard"), weight="danger", on_click=LookState.discard(_own))
                ),
                ui.closing(ui.button(_("Keep it"))),
            ),
            about=_("What you wrote in it is deleted. Nobody else saw it."),
            opener=ui.button(_("Discard"), weight="bare"),
        ),
        apart=True,
    )


def _seen(one: SeenLevel) -> rx.Component:
    """One dimension, its level in a word and what that looks like."""
    return rx.el.div(
        ui.row(ui.heading(one.name, level=3), ui.badge(one.word), gap="near"),
        ui.paragraph(one.anchor),
    )
