"""Entering a customer call: whose, which deal, when, and why it matters."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.plans.entering.state import CallEntryState
from coach_the_coach.coaching.plans.rules import CALL_MINUTES, LENGTHS, LONGEST, SHORTEST
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.CALL_NEW,
    title=_("A customer call · Coach the Coach"),
    on_load=[FrameState.arrive, CallEntryState.load],
)
def call_entry_page() -> rx.Component:
    """The five things that are to be known of a call; its plan comes next."""
    return frame(
        ui.page_heading(
            _("A customer call"),
            about=_("Enter it in half a minute. The plan comes on the next screen."),
            back=ui.back_link(_("Calls"), routes.CALLS),
        ),
        ready(
            CallEntryState.loaded,
            rx.cond(ui.count(CallEntryState.row.whose) > 0, _form(), _nobody()),
            waiting=ui.skeleton(5, name=_("Looking up whose calls you may enter")),
        ),
        narrow=True,
    )


def _form() -> rx.Component:
    row, problems = CallEntryState.row, CallEntryState.problems
    return ui.state_form(
        ui.select(
            _("Whose call"),
            "rep_id",
            row.whose,
            value=row.chosen,
            blank=_("Choose"),
            problem=problems["rep_id"],
        ),
        ui.text_field(
            _("Deal or customer"),
            "deal",
            problem=problems["deal"],
            max_length=LENGTHS["deal"],
            auto_complete="off",
        ),
        ui.fields(
            ui.date_field(
                _("Day and time"),
                "call_at",
                with_time=True,
                value=row.begins,
                hint=rx.fragment(_("In your time zone,"), " ", row.zone, "."),
                problem=problems["call_at"],
            ),
            ui.text_field(
                _("Minutes"),
                "minutes",
                kind="number",
                value=str(CALL_MINUTES),
                problem=problems["minutes"],
                short=True,
                min=SHORTEST,
                max=LONGEST,
            ),
        ),
        ui.radio_cards(
            _("Is it a significant call?"),
            "reason",
            row.reasons,
            value="",
            arranged="column",
            problem=problems["reason"],
        ),
        ui.actions(
            ui.button(_("On to the plan"), weight="primary", submit=True, busy=CallEntryState.busy)
        ),
        on_submit=CallEntryState.enter,
        key=row.public_id,
    )


def _nobody() -> rx.Component:
    """For somebody who coaches nobody and is coached by nobody."""
    return ui.empty(
        _("There is nobody here to plan a call with."),
        _("Calls are planned by somebody who coaches and one of their team."),
        action=ui.link_button(_("Home"), routes.HOME),
    )
