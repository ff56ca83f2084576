"""The page of one's calendar."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.calendar import parts
from coach_the_coach.cadence.calendar.state import CalendarState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.CALENDAR,
    title=_("My calendar · Coach the Coach"),
    on_load=[FrameState.arrive, CalendarState.load],
)
def calendar_page() -> rx.Component:
    """An address to read one's times at, and a file to bring others in."""
    return frame(
        ui.page_heading(
            _("My calendar"),
            about=_("Your sessions where the rest of your day is."),
            back=ui.back_link(_("My week"), routes.WEEK),
        ),
        ready(
            CalendarState.loaded,
            ui.stack(parts.address(), parts.bringing(), gap="between"),
            waiting=ui.skeleton(4, name=_("Fetching your calendar")),
        ),
        narrow=True,
    )
