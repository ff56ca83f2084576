"""The customer calls that are planned and debriefed together."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.plans import parts
from coach_the_coach.coaching.plans.state import CallsState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, nothing_here, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.CALLS,
    title=_("Calls · Coach the Coach"),
    on_load=[FrameState.arrive, CallsState.load],
)
def calls_page() -> rx.Component:
    """One's own calls as coach or rep; of somebody else what one may know of them."""
    waiting = ui.skeleton(5, name=_("Fetching the calls"))
    return frame(
        ready(
            CallsState.stage != "",
            rx.match(
                CallsState.stage,
                ("own", _own()),
                ("other", _others()),
                ("gone", nothing_here()),
                waiting,
            ),
            waiting=waiting,
        ),
        narrow=True,
    )


def _own() -> rx.Component:
    return rx.fragment(
        ui.page_heading(
            _("Calls"),
            about=_("A plan before the call, a debrief after it."),
            action=ui.link_button(_("Enter a call"), routes.CALL_NEW, weight="primary"),
        ),
        ui.stack(
            parts.open_calls(),
            parts.pilot(),
            rx.cond(
                CallsState.coaches,
                rx.fragment(parts.coverage(CallsState.coverage), parts.team()),
            ),
            parts.past_calls(),
            gap="between",
        ),
    )


def _others() -> rx.Component:
    """Counts for leaders above and the specialist; the calls too for who leads directly."""
    theirs = CallsState.theirs
    return rx.fragment(
        ui.page_heading(
            _("Calls of {name}").format(name=theirs.name),
            back=ui.back_link(_("Home"), routes.HOME),
        ),
        ui.stack(
            parts.coverage(theirs.coverage),
            rx.cond(
                theirs.reads,
                ui.section(
                    _("Calls"),
                    rx.cond(
                        ui.count(theirs.lines) > 0,
                        ui.lines(rx.foreach(theirs.lines, parts.call_line)),
                        ui.quiet(_("None yet.")),
                    ),
                ),
            ),
            gap="between",
        ),
    )
