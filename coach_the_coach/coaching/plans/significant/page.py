"""For which reasons a customer call is significant: a short list."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.plans.significant.rules import LENGTH, MOST
from coach_the_coach.coaching.plans.significant.state import SignificantState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.SIGNIFICANT,
    title=_("Significant calls · Coach the Coach"),
    on_load=[FrameState.arrive, SignificantState.load],
)
def significant_page() -> rx.Component:
    """The reasons in force, and the way back to those proposed."""
    return frame(
        ui.page_heading(
            _("Significant calls"),
            about=_(
                "Every significant call gets a plan before it and a debrief after it. "
                "What makes a call significant in your house?"
            ),
        ),
        ready(
            SignificantState.loaded,
            rx.fragment(_standing(), _form()),
            waiting=ui.skeleton(5, name=_("Fetching the reasons")),
        ),
        narrow=True,
    )


def _standing() -> rx.Component:
    """Whether these are the house's own, and since when."""
    row = SignificantState.row
    return rx.cond(
        row.is_own,
        ui.callout(
            _("Set by"),
            " ",
            row.by,
            ", ",
            ui.moment(row.since.words, at=row.since.at, exact=row.since.exact),
            ".",
            action=ui.button(_("Back to as proposed"), on_click=SignificantState.take_proposed),
        ),
        ui.callout(_("As proposed. Nobody has changed them.")),
    )


def _form() -> rx.Component:
    """One reason in a field; an empty field is none."""
    return ui.state_form(
        *[_reason(place) for place in range(MOST)],
        ui.quiet(_("Name the size of a deal that matters, such as “A deal over 50,000”.")),
        ui.button(_("Keep"), weight="primary", submit=True),
        on_submit=SignificantState.keep,
        key=rx.Var.create(SignificantState.version).to(str),
    )


def _reason(place: int) -> rx.Component:
    name = f"reason_{place}"
    return ui.text_field(
        _("Reason {n}").format(n=place + 1),
        name,
        value=SignificantState.row.fields[place],
        problem=SignificantState.problems[name],
        optional=place > 0,
        max_length=LENGTH,
    )
