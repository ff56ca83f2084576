"""The page on which a skill is begun or changed."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.cycles.writing import parts
from coach_the_coach.coaching.cycles.writing.state import CycleWritingState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, nothing_here, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.SKILL_NEW,
    title=_("A skill · Coach the Coach"),
    on_load=[FrameState.arrive, CycleWritingState.load],
)
def cycle_writing_page() -> rx.Component:
    """What two agree to work on."""
    return frame(
        ready(
            CycleWritingState.stage != "",
            rx.cond(CycleWritingState.stage == "here", _form(), nothing_here()),
            waiting=ui.skeleton(7, name=_("Fetching the form")),
        ),
        narrow=True,
    )


def _form() -> rx.Component:
    row = CycleWritingState.row
    return rx.fragment(
        ui.page_heading(
            rx.cond(
                row.change != "",
                rx.fragment(_("A skill with"), " ", row.name),
                _("Begin a skill"),
            ),
            about=_("Both of you read it, and whoever leads you."),
            back=ui.back_link(_("Skills"), routes.SKILLS),
        ),
        parts.form(),
    )
