"""One decision on one page."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.deciding.review.parts import (
    how_it_stands,
    refusal,
    seats,
    signing,
    what_counted,
)
from coach_the_coach.certification.deciding.review.state import DecisionState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.DECISION,
    title=_("A decision · Coach the Coach"),
    on_load=[FrameState.arrive, DecisionState.load],
)
def decision_page() -> rx.Component:
    """What counted, who signs, and what they said."""
    found = DecisionState.found
    waiting = ui.skeleton(6, name=_("Fetching the decision"))
    page = rx.fragment(
        ui.page_heading(
            found.candidate,
            about=found.path,
            back=ui.back_link(_("Decisions"), routes.DECISIONS),
        ),
        how_it_stands(),
        refusal(),
        what_counted(),
        signing(),
        seats(),
    )
    shown = rx.match(DecisionState.stage, ("here", page), ("gone", nothing_here()), waiting)
    return frame(here(shown, waiting=waiting), narrow=True)
