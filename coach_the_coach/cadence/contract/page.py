"""One's own rules of interruption."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.contract import parts
from coach_the_coach.cadence.contract.state import ContractState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.INTERRUPTIONS,
    title=_("Rules of interruption · Coach the Coach"),
    on_load=[FrameState.arrive, ContractState.load],
)
def interruptions_page() -> rx.Component:
    """What holds, and the form to write it anew."""
    return frame(
        ui.page_heading(
            _("Rules of interruption"),
            about=_(
                "For what a session may move, and for what it may not. You write it, your leader "
                "signs it, your own people read it."
            ),
            back=ui.back_link(_("My rhythm"), routes.RHYTHM),
        ),
        ready(
            ContractState.loaded,
            parts.own(),
            waiting=ui.skeleton(6, name=_("Fetching your rules of interruption")),
        ),
        narrow=True,
    )
