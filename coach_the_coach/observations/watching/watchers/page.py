"""Choosing who is to watch somebody."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.watching.watchers import parts
from coach_the_coach.observations.watching.watchers.state import WatchersState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.WATCHERS,
    title=_("Who is to watch · Coach the Coach"),
    on_load=[FrameState.arrive, WatchersState.load],
)
def watchers_page() -> rx.Component:
    """Everybody who could be asked to watch this person."""
    waiting = ui.skeleton(6, name=_("Looking up who could watch"))
    return frame(
        here(
            rx.match(
                WatchersState.stage,
                ("here", rx.fragment(_head(), parts.choosing())),
                ("gone", nothing_here()),
                waiting,
            ),
            waiting=waiting,
        ),
        narrow=True,
    )


def _head() -> rx.Component:
    """Whom it is about."""
    return ui.page_heading(
        rx.fragment(_("Who is to watch {observed}?").format(observed=WatchersState.found.observed)),
        about=_("Whoever you ask may say no. {observed} hears of it once they are ready.").format(
            observed=WatchersState.found.observed
        ),
        back=ui.back_link(_("Who watches whom"), routes.WATCHING),
    )
