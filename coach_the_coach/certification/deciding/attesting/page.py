"""What is to be signed for one person."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.deciding.attesting.parts import things_to_sign
from coach_the_coach.certification.deciding.attesting.state import AttestState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.ATTEST,
    title=_("To sign for · Coach the Coach"),
    on_load=[FrameState.arrive, AttestState.load],
)
def attest_page() -> rx.Component:
    """Things that no room measures, each with who signs for it."""
    waiting = ui.skeleton(4, name=_("Fetching what is to be signed for"))
    page = rx.fragment(
        ui.page_heading(
            AttestState.found.name,
            about=_("What somebody signs for, with a reason, because no room measures it."),
            back=ui.back_link(
                _("Their paths"),
                routes.CERTIFICATION + "/" + rx.Var.create(AttestState.found.person_id).to(str),
            ),
        ),
        things_to_sign(),
    )
    shown = rx.match(AttestState.stage, ("here", page), ("gone", nothing_here()), waiting)
    return frame(here(shown, waiting=waiting), narrow=True)
