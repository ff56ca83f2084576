"""The page of one customer call."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.plans.one import parts
from coach_the_coach.coaching.plans.one.state import CallState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.CALL,
    title=_("A customer call · Coach the Coach"),
    on_load=[FrameState.arrive, CallState.load],
)
def call_page() -> rx.Component:
    """The plan before it, and the debrief after it, the rep first."""
    waiting = ui.skeleton(5, name=_("Fetching this call"))
    return frame(
        here(
            rx.match(CallState.stage, ("here", _call()), ("gone", nothing_here()), waiting),
            waiting=waiting,
        ),
        narrow=True,
    )


def _call() -> rx.Component:
    """What is next comes first: the debrief once the call has begun."""
    call = CallState.call
    return rx.fragment(
        ui.page_heading(
            call.deal,
            about=rx.fragment(
                ui.moment(call.when.words, at=call.when.at, exact=call.when.exact),
                " · ",
                call.rep,
                " ",
                _("with"),
                " ",
                call.coach,
                rx.cond(call.reason != "", rx.fragment(" · ", call.reason)),
            ),
            back=ui.back_link(_("Calls"), routes.CALLS),
        ),
        rx.cond(call.is_dropped, ui.callout(_("This call was dropped: it did not take place."))),
        ui.stack(
            rx.cond(
                call.has_begun,
                rx.fragment(parts.debrief(), parts.plan()),
                parts.plan(),
            ),
            parts.dropping(),
            gap="between",
        ),
    )
