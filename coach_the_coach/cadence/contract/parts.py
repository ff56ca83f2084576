"""Rules of interruption on a page: a version to read, and the form to write one."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.contract.rules import LONGEST_TEXT
from coach_the_coach.cadence.contract.state import ContractState
from coach_the_coach.foundation.words import _


def version(one: Any) -> rx.Component:
    """One version: its words, for what a session may move, and by when it then is."""
    return ui.stack(
        rx.cond(one.text != "", ui.quote(one.text)),
        ui.paragraph(_("For what a session may move")),
        ui.bullets(one.reasons),
        ui.quiet(one.within),
    )


def standing(one: Any) -> rx.Component:
    """How a version stands, since when, and who signed it."""
    return ui.row(
        ui.badge(one.state_word, one.mark),
        rx.cond(one.signed_by != "", ui.quiet(_("by"), " ", one.signed_by)),
        ui.quiet(ui.moment(one.since.words, at=one.since.at, exact=one.since.exact)),
    )


def own() -> rx.Component:
    """What holds now, what is under way, and the form."""
    row = ContractState.own
    return ui.stack(
        rx.cond(
            row.holding.public_id != "",
            ui.section(_("What holds now"), standing(row.holding), version(row.holding)),
            ui.callout(
                _("Nothing is signed yet. Until then what is proposed below holds for everybody.")
            ),
        ),
        rx.cond(row.open.public_id != "", _under_way(row.open)),
        rx.cond(
            (row.holding.public_id != "") & (row.open.public_id == ""),
            # What is signed holds: writing it anew is seldom what one came for.
            ui.disclosure(_("Write it anew"), _form(row)),
            _form(row),
        ),
        gap="between",
    )


def _under_way(one: Any) -> rx.Component:
    """The version that is not signed yet, and why it came back if it did."""
    return ui.section(
        _("Under way"),
        standing(one),
        rx.cond(one.returned_why != "", ui.quote(one.returned_why)),
        about=_("It holds once it is signed. Writing it anew takes back what you offered."),
    )


def _form(row: Any) -> rx.Component:
    """The words, the reasons and the days; kept for oneself, or offered."""
    problems = ContractState.problems
    return ui.section(
        rx.cond(row.holding.public_id != "", _("A new version"), _("Write it")),
        ui.state_form(
            ui.text_area(
                _("In your words"),
                "text",
                value=row.text,
                problem=problems["text"],
                max_length=LONGEST_TEXT,
            ),
            ui.text_area(
                _("For what a session may move"),
                "reasons",
                value=row.reasons,
                hint=_("One reason in a line, six at most. The bar is high."),
                problem=problems["reasons"],
            ),
            ui.text_field(
                _("It then takes place within how many working days"),
                "within_days",
                value=row.within_days,
                problem=problems["within_days"],
                short=True,
                input_mode="numeric",
                max_length=2,
            ),
            rx.cond(
                row.leader == "",
                ui.quiet(
                    _("You report to nobody here, so nobody signs and what is proposed holds.")
                ),
            ),
            ui.actions(
                ui.button(
                    rx.cond(
                        row.leader != "",
                        _("Offer to {leader}").format(leader=row.leader),
                        _("Keep"),
                    ),
                    weight="primary",
                    submit=True,
                )
            ),
            on_submit=ContractState.keep,
            key=rx.Var.create(ContractState.version).to(str),
        ),
        about=_("Written before it is needed, so that nobody has to decide in the moment."),
    )
