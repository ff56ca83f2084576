"""The page of a team's practice."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.practice import parts
from coach_the_coach.coaching.practice.state import TeamPracticeState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.TEAM_PRACTICE,
    title=_("Team practice · Coach the Coach"),
    on_load=[FrameState.arrive, TeamPracticeState.load],
)
def team_practice_page() -> rx.Component:
    """Hard moments to practise, whether this week's practice was held, and what came of others."""
    return frame(
        ui.page_heading(
            _("Team practice"),
            about=_("Once a week, one hard moment: try it, talk it over, try it again."),
            back=ui.back_link(_("Home"), routes.HOME),
        ),
        ready(
            TeamPracticeState.loaded,
            ui.stack(
                rx.cond(TeamPracticeState.overview.leads, parts.standing()),
                parts.own_rounds(),
                parts.hard_moments(),
                parts.held(),
                parts.counts(),
                gap="between",
            ),
            waiting=ui.skeleton(6, name=_("Fetching what was practised")),
        ),
        narrow=True,
    )
