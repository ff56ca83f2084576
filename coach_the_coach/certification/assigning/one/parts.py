"""Somebody's paths, with changing by when and taking them off."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.assigning.one.rows import OnPathRow
from coach_the_coach.certification.assigning.one.state import OnPathsState
from coach_the_coach.certification.assigning.rules import REASON_LENGTH
from coach_the_coach.foundation.words import _


def on_paths() -> rx.Component:
    """Each path with what can be done about it."""
    return rx.cond(
        ui.count(OnPathsState.found.paths) > 0,
        ui.lines(rx.foreach(OnPathsState.found.paths, _path)),
        ui.empty(_("On no path yet"), _("Put them on one, and it is here.")),
    )


def _path(one: OnPathRow) -> rx.Component:
    return ui.stack(
        ui.heading(one.title, level=2),
        ui.quiet(one.about),
        rx.cond(
            one.ended != "",
            ui.paragraph(one.ended),
            rx.fragment(
                ui.paragraph(_("To be through by"), " ", one.due_words, "."),
                ui.disclosure(_("Change the day"), _due(one)),
                ui.disclosure(_("Take them off this path"), _withdraw(one)),
            ),
        ),
        rx.cond(
            one.again_link != "",
            ui.actions(ui.link_button(_("Put them on it again"), one.again_link)),
        ),
        key=one.public_id,
    )


def _due(one: OnPathRow) -> rx.Component:
    return ui.state_form(
        ui.date_field(
            _("To be through by"),
            "due_on",
            value=one.due_on,
            problem=_problem(one, "due_on"),
            id="due-" + one.public_id,
        ),
        _reason(one, "due-reason-"),
        ui.actions(ui.button(_("Change the day"), submit=True)),
        on_submit=lambda form: OnPathsState.change_due(
            OnPathsState.found.public_id, one.public_id, form
        ),
    )


def _withdraw(one: OnPathRow) -> rx.Component:
    return ui.state_form(
        ui.paragraph(
            _(
                "A decision that is asked for is taken back. A certificate stays until its last "
                "day. They can be put on the path again."
            )
        ),
        _reason(one, "off-reason-"),
        ui.actions(ui.button(_("Take them off"), weight="danger", submit=True)),
        on_submit=lambda form: OnPathsState.withdraw(
            OnPathsState.found.public_id, one.public_id, form
        ),
    )


def _reason(one: OnPathRow, name: str) -> rx.Component:
    return ui.text_field(
        _("Why"),
        "reason",
        hint=_("They read it."),
        problem=_problem(one, "reason"),
        id=name + one.public_id,
        max_length=REASON_LENGTH,
    )


def _problem(one: OnPathRow, name: str) -> rx.Var:
    problems = rx.Var.create(OnPathsState.problems).to(dict)
    return rx.cond(OnPathsState.asked_of == one.public_id, problems[name], "")
