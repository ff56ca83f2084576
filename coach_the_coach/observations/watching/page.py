"""The page of one plan to watch somebody."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.watching import parts
from coach_the_coach.observations.watching.state import WatchState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.WATCH,
    title=_("Watching a session · Coach the Coach"),
    on_load=[FrameState.arrive, WatchState.load],
)
def watch_page() -> rx.Component:
    """What comes next, what it is about, and how it came about."""
    waiting = ui.skeleton(5, name=_("Fetching this plan"))
    return frame(
        here(
            rx.match(
                WatchState.stage,
                ("whole", rx.fragment(_head(), parts.whole())),
                ("known", rx.fragment(_head(), parts.known())),
                ("gone", nothing_here()),
                waiting,
            ),
            waiting=waiting,
        ),
        narrow=True,
    )


def _head() -> rx.Component:
    """Who watches whom, and how it stands."""
    known = WatchState.known
    return ui.page_heading(
        _("{observer} watches {observed}").format(observer=known.observer, observed=known.observed),
        about=ui.badge(known.state_word, known.mark),
        back=ui.back_link(_("Who watches whom"), routes.WATCHING),
    )
