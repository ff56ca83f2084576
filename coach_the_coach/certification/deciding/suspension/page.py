"""A certificate that may rest."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.deciding.suspension.parts import as_it_stands, what_to_do
from coach_the_coach.certification.deciding.suspension.state import SuspensionState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.SUSPENSION,
    title=_("A certificate that may rest · Coach the Coach"),
    on_load=[FrameState.arrive, SuspensionState.load],
)
def suspension_page() -> rx.Component:
    """What was seen, who confirmed it, and what becomes of it."""
    found = SuspensionState.found
    waiting = ui.skeleton(4, name=_("Fetching the certificate"))
    page = rx.fragment(
        ui.page_heading(
            found.path,
            about=rx.fragment(_("The certificate of"), " ", found.holder),
            back=ui.back_link(_("Decisions"), routes.DECISIONS),
        ),
        as_it_stands(),
        what_to_do(),
    )
    shown = rx.match(SuspensionState.stage, ("here", page), ("gone", nothing_here()), waiting)
    return frame(here(shown, waiting=waiting), narrow=True)
