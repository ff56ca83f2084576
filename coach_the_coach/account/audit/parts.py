"""What the page of the audit log is made of: what to look for, and what was found."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.account.audit.state import AuditState
from coach_the_coach.account.trail.parts import entry
from coach_the_coach.account.trail.rows import EntryRow
from coach_the_coach.foundation.audit import Result
from coach_the_coach.foundation.words import _
from coach_the_coach.ui.tokens import count


def search_form() -> rx.Component:
    """By person, by what was done, by day and by what came of it."""
    return ui.state_form(
        ui.fields(
            ui.text_field(_("By whom, or about whom"), "person", optional=True),
            ui.select(
                _("What"),
                "action",
                AuditState.choices,
                blank=_("Everything"),
                optional=True,
            ),
        ),
        ui.fields(
            ui.date_field(_("Day"), "on", optional=True),
            ui.select(
                _("What came of it"),
                "result",
                [
                    ui.Option(Result.DONE, _("Done")),
                    ui.Option(Result.READ, _("Read")),
                    ui.Option(Result.REFUSED, _("Refused")),
                ],
                blank=_("Any"),
                optional=True,
            ),
        ),
        ui.actions(ui.button(_("Search"), weight="primary", submit=True)),
        on_submit=AuditState.find,
    )


def found() -> rx.Component:
    """What was found, newest first."""
    return ui.section(
        _("Entries"),
        rx.cond(
            count(AuditState.entries) > 0,
            ui.lines(rx.foreach(AuditState.entries, _entry)),
            ui.empty(_("Nothing found"), _("Look for less, or for another day.")),
        ),
        ui.turner(AuditState.paging, AuditState.turn),
    )


def _entry(one: EntryRow) -> rx.Component:
    """One entry, with the id of what it was done to."""
    return entry(one, more=rx.cond(one.thing != "", rx.el.code(" · ", one.thing)))
