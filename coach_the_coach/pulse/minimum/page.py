"""How many people must have said something before it is shown: one number."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.pulse.minimum.rules import ALLOWED
from coach_the_coach.pulse.minimum.state import MinimumState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.PULSE_MINIMUM,
    title=_("Least answers to a pulse · Coach the Coach"),
    on_load=[FrameState.arrive, MinimumState.load],
)
def minimum_page() -> rx.Component:
    """The number, who set it, and the field to change it."""
    return frame(
        ui.page_heading(
            _("How many make a pulse"),
            about=_(
                "What reps say of their sessions is shown only where so many different people "
                "answered, and where what is left of a larger group is nobody or as many."
            ),
        ),
        ready(
            MinimumState.loaded,
            rx.fragment(_standing(), _form()),
            waiting=ui.skeleton(3, name=_("Fetching the number")),
        ),
        narrow=True,
    )


def _standing() -> rx.Component:
    """Whether it is the organisation's own, since when, and what holds until it does."""
    held = MinimumState.held
    return ui.stack(
        rx.cond(
            held.is_own,
            ui.callout(
                _("Set by"),
                " ",
                held.by,
                ", ",
                ui.moment(held.since.words, at=held.since.at, exact=held.since.exact),
                ".",
            ),
            ui.callout(_("As proposed. Nobody has changed it.")),
        ),
        rx.cond(
            held.from_month != "",
            ui.paragraph(
                _("It holds for what is said from"),
                " ",
                held.from_month,
                " ",
                _("on. For earlier months there must be"),
                " ",
                held.before,
                ": ",
                _("whoever answered then was promised that."),
            ),
        ),
    )


def _form() -> rx.Component:
    """The number, in one short field."""
    return ui.state_form(
        ui.text_field(
            _("People, at least"),
            "people",
            value=rx.Var.create(MinimumState.held.people).to(str),
            hint=_("From {least} to {most}.").format(least=ALLOWED[0], most=ALLOWED[-1]),
            problem=MinimumState.problems["people"],
            short=True,
            input_mode="numeric",
            max_length=2,
        ),
        ui.button(_("Keep"), weight="primary", submit=True),
        on_submit=MinimumState.keep,
        key=rx.Var.create(MinimumState.version).to(str),
    )
