"""The fields of an action plan."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.cycles.plan.rules import OBJECTIVE_LENGTH, STEP_LENGTH
from coach_the_coach.coaching.cycles.plan.writing.rows import StepField
from coach_the_coach.coaching.cycles.plan.writing.state import PlanWritingState
from coach_the_coach.foundation.words import _

_row = PlanWritingState.row
_problems = PlanWritingState.problems


def form() -> rx.Component:
    """What is to be reached, what is done by when, and when it is looked at again."""
    return ui.state_form(
        rx.cond(_row.change == "", _person(), _anew()),
        ui.text_area(
            _("What is to be reached?"),
            "objective",
            value=_row.objective,
            hint=_("Begin with the result that falls short, then what leads to it."),
            problem=_problems["objective"],
            max_length=OBJECTIVE_LENGTH,
        ),
        ui.section(
            _("Actions and milestones"),
            ui.lines(rx.foreach(PlanWritingState.steps, _step)),
            rx.cond(
                PlanWritingState.is_full,
                rx.fragment(),
                ui.actions(ui.button(_("One more"), on_click=PlanWritingState.add_step)),
            ),
            rx.cond(_problems["steps"], ui.callout(_problems["steps"], urgent=True)),
            about=_("What somebody does, or what will be there, by a day. An empty line is none."),
        ),
        ui.date_field(
            _("Looked at again"),
            "review_on",
            value=_row.review_on,
            hint=_("Within three months; you and your leader sign it anew then."),
            problem=_problems["review_on"],
        ),
        ui.actions(
            ui.button(_("Keep"), weight="primary", submit=True, busy=PlanWritingState.busy),
        ),
        on_submit=PlanWritingState.submit(_row.change, _row.version),
        key=PlanWritingState.version,
    )


def _person() -> rx.Component:
    return ui.select(
        _("With whom?"),
        "person",
        _row.people,
        value=_row.person,
        blank=_("Choose"),
        problem=_problems["person"],
    )


def _anew() -> rx.Component:
    """What a change means for the signatures."""
    return ui.callout(_("A change makes a new version. The signatures stay with the one before."))


def _step(one: StepField) -> rx.Component:
    """One action or milestone: what, by when, and which of the two it is."""
    return ui.stack(
        rx.cond(
            one.place != "",
            rx.el.input(type="hidden", name=f"place_{one.key}", default_value=one.place),
        ),
        ui.text_field(
            rx.fragment(_("What is done"), " (", one.number, ")"),
            f"text_{one.key}",
            value=one.text,
            problem=_problems[f"text_{one.key}"],
            max_length=STEP_LENGTH,
        ),
        ui.date_field(
            rx.fragment(_("By"), " (", one.number, ")"),
            f"due_{one.key}",
            value=one.due_on,
            problem=_problems[f"due_{one.key}"],
        ),
        ui.checkbox(_("A milestone"), f"milestone_{one.key}", checked=one.is_milestone),
        gap="near",
        key=one.key,
    )
