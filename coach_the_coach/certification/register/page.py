"""Every certificate that was ever granted."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.register.parts import asking, awards
from coach_the_coach.certification.register.state import RegisterState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.REGISTER,
    title=_("Certificates · Coach the Coach"),
    on_load=[FrameState.arrive, RegisterState.load],
)
def register_page() -> rx.Component:
    """The register, with what is asked of it."""
    return frame(
        ui.page_heading(
            _("Certificates"),
            about=_("Every certificate that was ever granted to somebody in your reach."),
        ),
        asking(),
        ready(
            RegisterState.loaded,
            awards(),
            waiting=ui.skeleton(6, name=_("Fetching certificates")),
        ),
    )
