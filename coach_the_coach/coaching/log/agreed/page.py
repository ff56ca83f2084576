"""What was agreed with the reader."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.log.agreed.parts import all_of_it
from coach_the_coach.coaching.log.agreed.state import AgreedState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.AGREED,
    title=_("Agreed with me · Coach the Coach"),
    on_load=[FrameState.arrive, AgreedState.load],
)
def agreed_page() -> rx.Component:
    """Next steps to answer and to close, and the sessions they come from."""
    return frame(
        ui.page_heading(
            _("Agreed with me"),
            about=_("What you and whoever coaches you agreed, in their words and yours."),
        ),
        ready(
            AgreedState.loaded,
            all_of_it(),
            waiting=ui.skeleton(5, name=_("Fetching what you agreed")),
        ),
        narrow=True,
    )
