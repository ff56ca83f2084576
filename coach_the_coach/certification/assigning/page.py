"""Putting people on a path."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.assigning.parts import what_happens, which_path, whom
from coach_the_coach.certification.assigning.state import AssignState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.ASSIGN,
    title=_("Put people on a path · Coach the Coach"),
    on_load=[FrameState.arrive, AssignState.load],
)
def assign_page() -> rx.Component:
    """A path, whom, by when, and what happens."""
    return frame(
        ui.page_heading(
            _("Put people on a path"),
            about=_("Choose a path and whom. You see what happens before it does."),
            action=ui.link_button(_("Can it be finished here?"), routes.FINISHING),
        ),
        ready(
            AssignState.loaded,
            ui.stack(which_path(), whom(), what_happens(), gap="between"),
            waiting=ui.skeleton(6, name=_("Fetching paths and people")),
        ),
        narrow=True,
    )
