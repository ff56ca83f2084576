"""Who watches whom."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.watching.needs import parts
from coach_the_coach.observations.watching.needs.state import NeedsState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.WATCHING,
    title=_("Who watches whom · Coach the Coach"),
    on_load=[FrameState.arrive, NeedsState.load],
)
def watching_page() -> rx.Component:
    """What is planned with the reader, who still needs watching, and how much they can watch."""
    return frame(
        ui.page_heading(
            _("Who watches whom"),
            about=_("Ask to watch, agree on a session, and keep a place free for others."),
        ),
        ready(
            NeedsState.loaded,
            ui.stack(
                parts.own(),
                rx.cond(NeedsState.plans, parts.needs()),
                rx.cond(NeedsState.observes, ui.halves(parts.somebody(), parts.places())),
                gap="between",
            ),
            waiting=ui.skeleton(6, name=_("Looking up who is to be watched")),
        ),
    )
