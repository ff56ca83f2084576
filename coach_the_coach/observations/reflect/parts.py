"""The eight questions to the one observed."""

from typing import Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.reflect.rows import QuestionRow
from coach_the_coach.observations.reflect.state import ReflectState
from coach_the_coach.observations.rubric.rules import DIMENSIONS

ANCHORS: Final = {
    "@media (min-width: 900px)": {
        "& .choices": {"grid_template_columns": "repeat(4, minmax(0, 1fr))"},
        "& .choice:last-of-type": {"grid_column": "1 / -1", "width": "fit-content"},
    },
}
"""The four anchors side by side where there is room, and what one cannot say beneath them."""


def questions() -> rx.Component:
    """Every dimension with its levels in words; nothing of the observer's."""
    return ui.stack(rx.foreach(ReflectState.reflection.questions, _question), gap="between")


def done() -> rx.Component:
    """How far one has come, and the step after the last answer."""
    answered = ReflectState.answered
    return ui.foot(
        ui.row(
            rx.el.p(
                _("Answered:"),
                " ",
                ui.figures(answered),
                " ",
                _("of {whole}").format(whole=DIMENSIONS),
                class_name="quiet",
                role="status",
            ),
            ui.button(
                _("Done, go on to the talk"),
                weight="primary",
                disabled=answered < ReflectState.reflection.needed,
                on_click=ReflectState.finish,
            ),
            apart=True,
        ),
    )


def _question(question: QuestionRow) -> rx.Component:
    """One dimension. What is chosen is kept at once."""
    return rx.el.div(
        rx.cond(
            question.is_optional,
            _choices(question, optional=True),
            _choices(question, optional=False),
        ),
        rx.el.span(
            rx.cond(ReflectState.kept[question.key], _("Kept"), ""),
            class_name="quiet",
            role="status",
        ),
        style=ANCHORS,
    )


def _choices(question: QuestionRow, *, optional: bool) -> rx.Component:
    field = f"rating_{question.key}"
    return ui.radio_cards(
        rx.fragment(ui.figures(question.key), " · ", question.name),
        field,
        question.choices,
        value=question.chosen,
        hint=question.hint,
        problem=ReflectState.problems[field],
        optional=optional,
        on_change=ReflectState.choose(ReflectState.reflection.public_id, question.number),
    )
