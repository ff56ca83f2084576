"""The page on which an action plan is written or changed."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.cycles.plan.writing import parts
from coach_the_coach.coaching.cycles.plan.writing.state import PlanWritingState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, nothing_here, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.PLAN_NEW,
    title=_("An action plan · Coach the Coach"),
    on_load=[FrameState.arrive, PlanWritingState.load],
)
def plan_writing_page() -> rx.Component:
    """What one person is to reach by when."""
    return frame(
        ready(
            PlanWritingState.stage != "",
            rx.cond(PlanWritingState.stage == "here", _form(), nothing_here()),
            waiting=ui.skeleton(7, name=_("Fetching the form")),
        ),
        narrow=True,
    )


def _form() -> rx.Component:
    row = PlanWritingState.row
    return rx.fragment(
        ui.page_heading(
            rx.cond(
                row.name != "",
                rx.fragment(_("Action plan for"), " ", row.name),
                _("Write an action plan"),
            ),
            about=_("Both of you read it, and whoever leads you signs it with you."),
            back=ui.back_link(_("Skills"), routes.SKILLS),
        ),
        parts.form(),
    )
