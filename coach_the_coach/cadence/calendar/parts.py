"""The address of one's calendar, and what a file would change."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.calendar.rows import GroupRow
from coach_the_coach.cadence.calendar.state import CalendarState
from coach_the_coach.foundation.words import _

_brought = CalendarState.brought


def address() -> rx.Component:
    """The address: made, shown once, made anew, taken back."""
    return ui.section(
        _("Your times in your own calendar"),
        rx.cond(CalendarState.address != "", _new_address()),
        rx.cond(CalendarState.is_there, _in_use()),
        ui.state_form(
            ui.checkbox(
                _("Say with whom"),
                "with_names",
                checked=CalendarState.with_names,
                hint=_("Leave it off where others can look into your calendar."),
                id="with_names",
            ),
            ui.actions(
                ui.button(
                    rx.cond(CalendarState.is_there, _("Make a new address"), _("Make an address")),
                    submit=True,
                ),
                rx.cond(
                    CalendarState.is_there,
                    ui.button(_("Take it back"), weight="bare", on_click=CalendarState.revoke),
                ),
            ),
            on_submit=CalendarState.make,
            key=CalendarState.drawn,
        ),
        about=_("Subscribe to this address in your calendar program. Whoever has it can read it."),
    )


def bringing() -> rx.Component:
    """A file to choose, and what the last one would change."""
    return rx.cond(
        CalendarState.coaches,
        ui.section(
            _("Bring in sessions from your calendar"),
            rx.match(
                _brought.stage,
                ("problem", _problem()),
                ("found", _found()),
                rx.fragment(),
            ),
            ui.native_form(
                ui.file_field(
                    _("A calendar as a file"),
                    "calendar",
                    accept=".ics,text/calendar",
                    hint=_("At most 2 MB. It is looked through first; nothing is changed yet."),
                ),
                ui.actions(ui.button(_("Look at it"), submit=True)),
                action="/files/calendar",
                with_file=True,
            ),
            about=_("What you moved, shortened or cancelled there is recognised."),
        ),
    )


def _new_address() -> rx.Component:
    return ui.callout(
        _("It is shown once: "),
        rx.el.code(CalendarState.address, class_name="code"),
        tone="accent",
        action=ui.button(_("Copy"), on_click=rx.set_clipboard(CalendarState.address)),
    )


def _in_use() -> rx.Component:
    return ui.facts(
        (_("Made"), CalendarState.made),
        (_("Last read"), rx.cond(CalendarState.read != "", CalendarState.read, _("not yet"))),
    )


def _problem() -> rx.Component:
    return ui.callout(
        _brought.problem,
        tone="danger",
        urgent=True,
        action=ui.button(_("Close"), on_click=CalendarState.leave),
    )


def _found() -> rx.Component:
    """What is new, moved, shortened, cancelled and not understood; decided at once."""
    return ui.stack(
        ui.state_form(
            _listed(_("Moved"), _brought.moved),
            _listed(_("Shortened"), _brought.shortened),
            _listed(_("Cancelled"), _brought.cancelled),
            rx.cond(
                (ui.count(_brought.moved) > 0) | (ui.count(_brought.cancelled) > 0),
                ui.select(
                    _("Why these were moved or cancelled"),
                    "reason",
                    _brought.reasons,
                    blank=_("Another reason: outside my rules"),
                    optional=True,
                ),
            ),
            rx.cond(
                ui.count(_brought.groups) > 0,
                ui.section(
                    _("New"),
                    ui.stack(rx.foreach(_brought.groups, _group)),
                    about=_("Nothing is kept of what you leave out."),
                    level=3,
                ),
            ),
            rx.cond(_brought.same != "", ui.quiet(_brought.same)),
            rx.cond(_brought.older != "", ui.quiet(_brought.older)),
            _listed(_("Not understood"), _brought.unread),
            ui.actions(
                ui.button(_("Bring it in"), weight="primary", submit=True),
                ui.button(_("Leave it"), weight="bare", on_click=CalendarState.leave),
            ),
            on_submit=CalendarState.bring_in,
            key=CalendarState.drawn,
        ),
    )


def _listed(title: str, lines: rx.Var[list[str]] | list[str]) -> rx.Component:
    return rx.cond(ui.count(lines) > 0, ui.section(title, ui.bullets(lines), level=3))


def _group(one: GroupRow) -> rx.Component:
    return ui.select(
        one.title,
        one.name,
        _brought.people,
        value=one.chosen,
        blank=_("Leave it out"),
        hint=one.when,
        problem=CalendarState.problems[one.name],
        optional=True,
    )
