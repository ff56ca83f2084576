"""What waits for the reader, and the decisions about their own paths."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.deciding.waiting.rows import OwnRow
from coach_the_coach.certification.deciding.waiting.state import DecisionsState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell.rows import NextLine


def what_waits() -> rx.Component:
    """Each with one thing to do; or that nothing waits."""
    return ui.section(
        _("Waits for you"),
        rx.cond(
            ui.count(DecisionsState.lines) > 0,
            ui.lines(rx.foreach(DecisionsState.lines, _line)),
            ui.quiet(_("Nothing waits for you.")),
        ),
    )


def own_paths() -> rx.Component:
    """The reader's own paths, each with whether its decision can be asked for."""
    return rx.cond(
        ui.count(DecisionsState.own) > 0,
        ui.section(_("Your own"), ui.lines(rx.foreach(DecisionsState.own, _own))),
    )


def _line(one: NextLine) -> rx.Component:
    return ui.row(ui.paragraph(one.text), ui.link_button(one.action, one.link), apart=True)


def _own(one: OwnRow) -> rx.Component:
    return ui.stack(
        ui.row(
            ui.paragraph(one.path),
            ui.badge(one.stands, one.mark),
            apart=True,
        ),
        rx.cond(
            one.may_ask,
            ui.actions(
                ui.button(
                    _("Ask for the decision"),
                    weight="primary",
                    on_click=DecisionsState.ask(one.enrolment_id),
                )
            ),
            ui.quiet(one.why_not),
        ),
        rx.cond(
            one.link != "",
            ui.link(rx.cond(one.told != "", one.told, _("The decision under way")), one.link),
        ),
        gap="near",
    )
