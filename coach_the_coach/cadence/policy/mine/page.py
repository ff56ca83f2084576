"""One's own rhythm."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.policy.mine import parts
from coach_the_coach.cadence.policy.mine.state import OwnRhythmState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.RHYTHM,
    title=_("My rhythm · Coach the Coach"),
    on_load=[FrameState.arrive, OwnRhythmState.load],
)
def rhythm_page() -> rx.Component:
    """With whom how often, whether it fits, and who is left out."""
    return frame(
        ui.page_heading(
            _("My rhythm"),
            about=_("How often you sit down with each of your team, and whether it fits."),
            action=ui.link_button(_("Rules of interruption"), routes.INTERRUPTIONS),
        ),
        ready(
            OwnRhythmState.loaded,
            rx.fragment(parts.team(), parts.shared_out(), parts.fitting()),
            waiting=ui.skeleton(6, name=_("Fetching your rhythm")),
        ),
        narrow=True,
    )
