"""Bringing people in: choose a file, see what it would change, bring it in."""

from typing import Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.imports.rows import Figure, PastImport
from coach_the_coach.imports.state import ImportsState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import confirm_first, frame
from coach_the_coach.shell.state import FrameState

EXAMPLE: Final = (
    "email,given_name,family_name,role,title,manager_email,time_zone\n"
    "vera@example.com,Vera,Stone,leader,VP Sales,,Europe/Berlin\n"
    "mo@example.com,Mo,Reyes,manager,Sales Manager,vera@example.com,Europe/Berlin\n"
    "rae@example.com,Rae,Lindt,rep,Account Executive,mo@example.com,Europe/Berlin\n"
)
"""A file that works, to copy."""


@rx.page(
    route=routes.IMPORTS,
    title=_("Import · Coach the Coach"),
    on_load=[FrameState.arrive, ImportsState.load],
)
def imports_page() -> rx.Component:
    """The file at hand first, then the way to another, then those of before."""
    return frame(
        ui.page_heading(
            _("Import people"),
            about=_(
                "Bring in people, roles and reporting lines from your HR system. Every line is "
                "checked before anything changes."
            ),
        ),
        rx.cond(ImportsState.checked.id != "", _checked()),
        _choice(),
        _past(),
    )


def _checked() -> rx.Component:
    """The file that was checked: what is wrong with it, or what it does."""
    checked = ImportsState.checked
    return ui.section(
        checked.file_name,
        rx.cond(ui.count(checked.problems) > 0, _problems(), _result()),
        rx.cond(ui.count(checked.notes) > 0, _notes()),
    )


def _problems() -> rx.Component:
    """What is wrong, line by line."""
    return ui.stack(
        ui.callout(
            _("Nothing was brought in. Mend these lines in the file, then choose it again."),
            tone="danger",
            urgent=True,
        ),
        ui.bullets(ImportsState.checked.problems),
    )


def _questions() -> rx.Component:
    """What only they can say who bring the file in."""
    return ui.stack(
        ui.callout(_("Look at this before you bring it in."), tone="danger"),
        ui.bullets(ImportsState.checked.questions),
    )


def _notes() -> rx.Component:
    """What is allowed and may still be a mistake."""
    return ui.disclosure(_("Worth a look"), ui.bullets(ImportsState.checked.notes))


def _result() -> rx.Component:
    """What the file would do, with the decision, or what it did."""
    checked = ImportsState.checked
    return ui.stack(
        rx.cond(
            checked.is_done,
            ui.callout(_("Brought in: "), checked.summary, tone="accent"),
            rx.cond(checked.waits, rx.fragment(), ui.callout(checked.summary)),
        ),
        rx.cond(checked.waits & (ui.count(checked.questions) > 0), _questions()),
        rx.cond(checked.waits | checked.is_done, _changes()),
        rx.cond(checked.waits, _decision()),
        gap="between",
    )


def _changes() -> rx.Component:
    """The file's effect in figures and person by person."""
    checked = ImportsState.checked
    return ui.stack(
        ui.stats(rx.foreach(checked.figures, _figure)),
        ui.data_table(
            _("What each line changes"),
            [
                ui.Column(_("Person"), lambda one: one.name),
                ui.Column(_("What happens"), lambda one: ui.badge(one.kind)),
                ui.Column(_("Change"), lambda one: one.text),
                ui.Column(_("Line"), lambda one: one.line, number=True),
            ],
            checked.changes,
        ),
        rx.cond(checked.more != "", ui.quiet(checked.more)),
        gap="between",
    )


def _figure(one: Figure) -> rx.Component:
    """How many."""
    return ui.stat(one.name, one.number)


def _decision() -> rx.Component:
    """Bring it in, or not; the file waits while one confirms."""
    bring_in = ui.button(
        _("Bring in"),
        weight="primary",
        busy=ImportsState.busy,
        on_click=ImportsState.bring_in,
    )
    return ui.stack(
        rx.cond(
            ImportsState.must_confirm,
            confirm_first(
                _("To bring it in, confirm first that it is you. The file is kept meanwhile."),
                f"{routes.IMPORTS}%3Fcheck%3D{ImportsState.checked.id}",
            ),
        ),
        ui.actions(
            rx.cond(ImportsState.must_confirm, None, bring_in),
            ui.button(_("Leave it"), on_click=ImportsState.leave),
        ),
    )


def _choice() -> rx.Component:
    """The way to a file, and what it must look like."""
    waits = ImportsState.checked.waits
    return ui.section(
        rx.cond(ImportsState.checked.id != "", _("Choose another file"), _("Choose a file")),
        ui.native_form(
            ui.file_field(
                _("People"),
                "people",
                accept=".csv,.tsv,.txt,text/csv",
                hint=_("CSV with a header, parted by commas, semicolons or tabs; at most 10 MB."),
            ),
            ui.actions(
                rx.cond(
                    waits,
                    ui.button(_("Check the file"), submit=True),
                    ui.button(_("Check the file"), weight="primary", submit=True),
                )
            ),
            action="/files/people",
            with_file=True,
        ),
        ui.disclosure(
            _("What the file looks like"),
            ui.stack(
                ui.paragraph(
                    _(
                        "Needed are email, given_name, family_name and role: admin, leader, "
                        "specialist, manager or rep. Read as well: employee_id, title, team, "
                        "region, manager_email, start_date and end_date (as 2025-01-31), "
                        "time_zone, locale. People who are not in the file stay as they are."
                    )
                ),
                rx.el.pre(EXAMPLE, class_name="code", tab_index=0, aria_label=_("An example")),
            ),
        ),
    )


def _past() -> rx.Component:
    """The files that were brought in."""
    table = ui.data_table(
        _("Files brought in"),
        [
            ui.Column(_("File"), _past_link),
            ui.Column(
                _("When"),
                _when,
            ),
            ui.Column(_("By"), lambda one: one.by),
            ui.Column(_("What it did"), lambda one: one.summary),
        ],
        ImportsState.past,
    )
    return rx.cond(ImportsState.has_past, ui.section(_("Brought in before"), table))


def _past_link(one: PastImport) -> rx.Component:
    """The file's name, which shows what it did."""
    return ui.link(one.file_name, f"{routes.IMPORTS}?check={one.id}")


def _when(one: PastImport) -> rx.Component:
    """When it was brought in."""
    return ui.moment(one.when.words, at=one.when.at, exact=one.when.exact)
