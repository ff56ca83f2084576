"""The time for the talk as it is offered, and as it stands."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.booking.rows import SlotRow
from coach_the_coach.observations.booking.state import BookingState

PRESSED = {"display": "flex", "flexWrap": "wrap", "gap": "8px"}
"""Times beside each other, as many as fit."""


def talk_time(public_id: Any) -> rx.Component:
    """Fifteen minutes to talk: the times proposed, or the time that is set and how to move it.

    Its page loads `BookingState` as well; nothing where the reader has no part in the talk.
    """
    row = BookingState.row
    return rx.cond(
        (row.public_id == public_id) & (row.may_choose | (row.booked.words != "")),
        ui.section(
            _("Fifteen minutes with {name}").format(name=row.other),
            rx.cond(row.booked.words != "", _booked(), _offer()),
        ),
    )


def _offer() -> rx.Component:
    """No time yet."""
    return ui.stack(
        ui.quiet(
            _(
                "Talk while both still remember, within two working days. {name} is told and can "
                "move it. You can also leave this for later."
            ).format(name=BookingState.row.other)
        ),
        _times(),
        _another(),
    )


def _booked() -> rx.Component:
    """The time that is set, and another in its place."""
    row = BookingState.row
    return ui.stack(
        ui.lead(ui.moment(row.booked.words, at=row.booked.at, exact=row.booked.exact)),
        rx.cond(
            row.is_late,
            ui.quiet(
                _(
                    "Later than two working days: both will remember less. If something sooner "
                    "fits, move it."
                )
            ),
        ),
        rx.cond(row.is_past, ui.quiet(_("This time is over. If you have not talked, move it."))),
        rx.cond(
            row.may_choose,
            ui.disclosure(
                _("Move it"),
                ui.stack(
                    ui.quiet(_("{name} is told.").format(name=row.other)),
                    _times(),
                    _another_form(),
                ),
            ),
        ),
    )


def _times() -> rx.Component:
    """The times proposed; a press takes one."""
    return rx.el.div(
        rx.foreach(BookingState.row.slots, _slot),
        role="group",
        aria_label=_("Times proposed"),
        style=PRESSED,
    )


def _slot(slot: SlotRow) -> rx.Component:
    return ui.button(slot.word, on_click=BookingState.take(slot.value))


def _another() -> rx.Component:
    """Any other time, folded away."""
    return ui.disclosure(_("Another time"), _another_form())


def _another_form() -> rx.Component:
    """A day and a time of one's own."""
    row = BookingState.row
    return ui.state_form(
        ui.date_field(
            _("Day and time"),
            "starts_at",
            with_time=True,
            hint=rx.fragment(_("In your time zone,"), " ", row.zone, "."),
            problem=BookingState.problems["starts_at"],
            min=row.least,
        ),
        ui.actions(ui.button(_("Take this time"), submit=True)),
        on_submit=BookingState.take_other,
    )
