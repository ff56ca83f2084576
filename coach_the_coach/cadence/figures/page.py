"""The page of one's own figures, and of those whom one leads."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.figures import parts
from coach_the_coach.cadence.figures.state import FiguresState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.FIGURES,
    title=_("Figures · Coach the Coach"),
    on_load=[FrameState.arrive, FiguresState.load],
)
def figures_page() -> rx.Component:
    """First one's own habits, then those whom one leads."""
    mine, team = FiguresState.mine, FiguresState.team
    leads = team.total > 0
    return frame(
        ui.page_heading(
            _("Figures"),
            about=_("What was planned, what was held, and what it was made of. Figures, no marks."),
        ),
        ready(
            FiguresState.loaded,
            rx.fragment(
                rx.cond(mine.public_id != "", parts.figures(_("My coaching"), mine)),
                parts.blockers(FiguresState.blockers),
                rx.cond(leads | (mine.public_id == ""), parts.managers()),
                rx.cond(mine.public_id == "", parts.made_link()),
            ),
            waiting=ui.skeleton(6, name=_("Fetching the figures")),
        ),
    )
