"""The page of one's own two weeks of time."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.hours import parts
from coach_the_coach.cadence.hours.state import HoursState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.HOURS,
    title=_("Where my time goes · Coach the Coach"),
    on_load=[FrameState.arrive, HoursState.load],
)
def hours_page() -> rx.Component:
    """Two weeks noted by taps, what share was coaching, and what will be dropped."""
    return frame(
        ui.page_heading(
            _("Where my time goes"),
            about=rx.cond(HoursState.hours.is_running, HoursState.hours.audit.period, ""),
            back=ui.back_link(_("Home"), routes.HOME),
        ),
        ready(
            HoursState.loaded,
            rx.cond(
                HoursState.may,
                ui.stack(
                    rx.cond(HoursState.hours.is_running, parts.running(), parts.beginning()),
                    parts.past(),
                    gap="between",
                ),
                ui.empty(
                    _("This is for those who coach"),
                    _("Whoever leads people notes here how much of their time goes to it."),
                ),
            ),
            waiting=ui.skeleton(6, name=_("Fetching your two weeks")),
        ),
        narrow=True,
    )
