"""Decisions: what waits for me, and those about my own paths."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.deciding.waiting.parts import own_paths, what_waits
from coach_the_coach.certification.deciding.waiting.state import DecisionsState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.DECISIONS,
    title=_("Decisions · Coach the Coach"),
    on_load=[FrameState.arrive, DecisionsState.load],
)
def decisions_page() -> rx.Component:
    """What waits, and one's own."""
    return frame(
        ui.page_heading(
            _("Decisions"),
            about=_("Two people sign, and whoever scored does not. A no says what would meet it."),
        ),
        ready(
            DecisionsState.loaded,
            ui.stack(what_waits(), own_paths(), gap="between"),
            waiting=ui.skeleton(4, name=_("Looking what waits for you")),
        ),
        narrow=True,
    )
