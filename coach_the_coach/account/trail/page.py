"""Who looked at one's data."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.account.trail.parts import by_oneself, by_others
from coach_the_coach.account.trail.state import TrailState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.TRAIL,
    title=_("Who looked at your data · Coach the Coach"),
    on_load=[FrameState.arrive, TrailState.load],
)
def trail_page() -> rx.Component:
    """What others did that concerns the reader, and what the reader did."""
    return frame(
        ui.page_heading(
            _("Who looked at your data"),
            about=_("From a log that nobody can change. The newest comes first."),
            back=ui.back_link(_("Your account"), routes.ACCOUNT),
        ),
        ready(
            TrailState.loaded,
            rx.fragment(by_others(), by_oneself()),
            waiting=ui.skeleton(6, name=_("Fetching the log")),
        ),
        narrow=True,
    )
