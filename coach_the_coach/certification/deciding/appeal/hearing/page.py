"""An appeal on one page."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.deciding.appeal.hearing.parts import (
    appealing,
    as_it_stands,
    deciding,
    naming,
    side_by_side,
)
from coach_the_coach.certification.deciding.appeal.hearing.state import AppealState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.APPEAL,
    title=_("An appeal · Coach the Coach"),
    on_load=[FrameState.arrive, AppealState.load],
)
def appeal_page() -> rx.Component:
    """Why somebody sees it otherwise, who hears it, and what came of it."""
    found = AppealState.found
    waiting = ui.skeleton(4, name=_("Fetching the appeal"))
    page = rx.fragment(
        ui.page_heading(
            _("Appeal"),
            about=rx.fragment(found.candidate, " · ", found.path),
            back=ui.back_link(_("Decisions"), routes.DECISIONS),
        ),
        as_it_stands(),
        side_by_side(),
        deciding(),
        naming(),
        appealing(),
    )
    shown = rx.match(AppealState.stage, ("here", page), ("gone", nothing_here()), waiting)
    return frame(here(shown, waiting=waiting), narrow=True)
