"""A month's kinds of talk of those who coach."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.people.kinds.parts import month_turner, people
from coach_the_coach.people.kinds.state import KindsState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.KINDS,
    title=_("Kinds of talk · Coach the Coach"),
    on_load=[FrameState.arrive, KindsState.load],
)
def kinds_page() -> rx.Component:
    """One month of everybody in reach of whom the reader may read answers."""
    return frame(
        ui.page_heading(
            _("Kinds of talk"),
            about=_(
                "What a month of coaching was made of beside the targets, from sessions that you "
                "may read. By name, and no ranking: each row rests on its own few sessions."
            ),
            back=ui.back_link(_("People"), routes.PEOPLE),
        ),
        ready(
            KindsState.loaded,
            rx.fragment(month_turner(), people()),
            waiting=ui.skeleton(6, name=_("Fetching the month")),
        ),
    )
