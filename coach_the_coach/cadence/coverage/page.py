"""Who coaches whom, and who was left out."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.coverage import parts
from coach_the_coach.cadence.coverage.asking.parts import requests
from coach_the_coach.cadence.coverage.asking.state import AskingState
from coach_the_coach.cadence.coverage.state import CoverageState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.COVERAGE,
    title=_("Who coaches whom · Coach the Coach"),
    on_load=[FrameState.arrive, CoverageState.load, AskingState.load],
)
def coverage_page() -> rx.Component:
    """Reps without a coach, and minutes with each of them."""
    return frame(
        ui.page_heading(
            _("Who coaches whom"),
            about=_("Somebody has to coach every rep: their manager, enablement, or a partner."),
        ),
        ready(
            CoverageState.loaded,
            rx.fragment(requests(), parts.coaches(), parts.spent()),
            waiting=ui.skeleton(6, name=_("Fetching who coaches whom")),
        ),
        narrow=True,
    )
