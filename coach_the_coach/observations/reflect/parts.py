"""The eight questions to the one observed."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.rating.rules import DIMENSIONS
from coach_the_coach.observations.reflect.rows import QuestionRow
from coach_the_coach.observations.reflect.state import ReflectState


def questions() -> rx.Component:
    """Every dimension with its levels in words; nothing of the observer's."""
    return ui.stack(rx.foreach(ReflectState.reflection.questions, _question), gap="between")


def done() -> rx.Component:
    """How far one has come, and the step after the last answer."""
    answered = ReflectState.answered
    return ui.stack(
        rx.el.p(
            _("Answered:"),
            " ",
            ui.figures(answered),
            " ",
            _("of {whole}").format(whole=DIMENSIONS),
            class_name="quiet",
            role="status",
        ),
        ui.actions(
            ui.button(
                _("Done, show both"),
                weight="primary",
                disabled=answered < DIMENSIONS,
                on_click=ReflectState.finish,
            ),
        ),
        ui.quiet(
            _("From then on your own view stays as it is, and the two of you see both views.")
        ),
    )


def _question(question: QuestionRow) -> rx.Component:
    """One dimension. What is chosen is kept at once."""
    field = f"rating_{question.key}"
    return ui.stack(
        ui.radio_cards(
            rx.fragment(ui.figures(question.key), " · ", question.name),
            field,
            question.choices,
            value=question.chosen,
            hint=question.hint,
            problem=ReflectState.problems[field],
            on_change=ReflectState.choose(ReflectState.reflection.public_id, question.number),
        ),
        rx.el.span(
            rx.cond(ReflectState.kept[question.key], _("Kept"), ""),
            class_name="quiet",
            role="status",
        ),
        gap="tight",
    )
