"""What is scored by two, with what waits for whom."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.calibration.double import parts
from coach_the_coach.calibration.double.state import DoubleState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.DOUBLE,
    title=_("Scored by two · Coach the Coach"),
    on_load=[FrameState.arrive, DoubleState.load],
)
def double_page() -> rx.Component:
    """What goes on, and asking for more."""
    return frame(
        ui.page_heading(
            _("Scored by two"),
            about=_("Two observers score one session, each for themself. The mean of both counts."),
        ),
        ready(
            DoubleState.loaded,
            ui.stack(parts.going_on(), parts.asking(), gap="between"),
            waiting=ui.skeleton(5, name=_("Looking up what is scored by two")),
        ),
        narrow=True,
    )
