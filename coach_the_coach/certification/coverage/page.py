"""Who is certified, who is due, and who needs one."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.coverage.parts import cover, one_list
from coach_the_coach.certification.coverage.state import CertifiedState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.CERTIFIED,
    title=_("Who is certified · Coach the Coach"),
    on_load=[FrameState.arrive, CertifiedState.load],
)
def certified_page() -> rx.Component:
    """Each path with its numbers; each number opens its list."""
    return frame(
        ui.page_heading(
            _("Who is certified"),
            about=_("Everybody in your reach who coaches. Each number opens its list."),
            action=ui.link_button(_("All certificates"), routes.REGISTER),
        ),
        ready(
            CertifiedState.loaded,
            rx.fragment(one_list(), cover()),
            waiting=ui.skeleton(6, name=_("Counting")),
        ),
    )
