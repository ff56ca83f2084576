"""The page of the figures of one coach."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.figures.one.state import CoachFiguresState
from coach_the_coach.cadence.figures.parts import blockers, figures
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.FIGURES_OF,
    title=_("Figures of a manager · Coach the Coach"),
    on_load=[FrameState.arrive, CoachFiguresState.load],
)
def coach_figures_page() -> rx.Component:
    """What one manager kept, and what it was made of."""
    row = CoachFiguresState.figures
    page = rx.fragment(
        ui.page_heading(
            row.name,
            about=_("They see the same figures. Counts and minutes, and none of the log's words."),
            back=ui.back_link(_("Figures"), routes.FIGURES),
        ),
        figures(_("The last months together"), row),
        blockers(CoachFiguresState.blockers),
    )
    waiting = ui.skeleton(6, name=_("Fetching the figures"))
    known = rx.cond(CoachFiguresState.missing, nothing_here(), waiting)
    return frame(here(ready(CoachFiguresState.loaded, page, waiting=known), waiting=waiting))
