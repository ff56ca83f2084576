"""The paths that somebody was put on."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.assigning.one.parts import on_paths
from coach_the_coach.certification.assigning.one.state import OnPathsState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.ASSIGN_OF,
    title=_("Their paths · Coach the Coach"),
    on_load=[FrameState.arrive, OnPathsState.load],
)
def on_paths_page() -> rx.Component:
    """Somebody's paths, by when, and taking them off."""
    found = OnPathsState.found
    return frame(
        here(
            rx.fragment(
                ui.page_heading(
                    found.name,
                    about=_("Which paths they are on, since when and by when."),
                    back=ui.back_link(_("Put people on a path"), routes.ASSIGN),
                    action=ui.link_button(_("Put them on a path"), found.assign_link),
                ),
                on_paths(),
            ),
            waiting=ui.skeleton(4, name=_("Fetching their paths")),
        ),
        narrow=True,
    )
