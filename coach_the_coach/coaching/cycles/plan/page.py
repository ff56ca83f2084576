"""The page of one action plan."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.cycles.plan import parts
from coach_the_coach.coaching.cycles.plan.state import PlanState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.ACTION_PLAN,
    title=_("An action plan · Coach the Coach"),
    on_load=[FrameState.arrive, PlanState.load],
)
def plan_page() -> rx.Component:
    """What for, what is done by when, and who has signed which version."""
    waiting = ui.skeleton(6, name=_("Fetching this plan"))
    return frame(
        here(
            rx.match(
                PlanState.stage,
                ("here", rx.fragment(_head(), parts.whole())),
                ("gone", nothing_here()),
                waiting,
            ),
            waiting=waiting,
        ),
        narrow=True,
    )


def _head() -> rx.Component:
    """Whose it is, and how it stands."""
    plan = PlanState.plan
    return ui.page_heading(
        rx.fragment(_("Action plan for"), " ", plan.coached),
        about=rx.fragment(_("written by"), " ", plan.coach),
        back=ui.back_link(_("Skills"), routes.SKILLS),
    )
