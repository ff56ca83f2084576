"""Whether a path can be finished here."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.able.parts import able_parts, small_house
from coach_the_coach.certification.able.state import FinishingState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.FINISHING,
    title=_("Can it be finished here? · Coach the Coach"),
    on_load=[FrameState.arrive, FinishingState.load],
)
def finishing_page() -> rx.Component:
    """Who could take each part for those on a path."""
    return frame(
        ui.page_heading(
            _("Can it be finished here?"),
            about=_("Who could observe, sign and hear an appeal for those who are on a path."),
            back=ui.back_link(_("Put people on a path"), routes.ASSIGN),
        ),
        ready(
            FinishingState.loaded,
            rx.fragment(
                ui.select(
                    _("Path"),
                    "path",
                    FinishingState.paths,
                    value=FinishingState.path_key,
                    on_change=FinishingState.choose,
                ),
                rx.cond(
                    FinishingState.able.verdict != "",
                    able_parts(FinishingState.able),
                    ui.empty(
                        _("Nobody in your reach is on this path"),
                        _("Once somebody is, it says here whether they can finish it."),
                    ),
                ),
                small_house(),
            ),
            waiting=ui.skeleton(5, name=_("Looking who could take each part")),
        ),
        narrow=True,
    )
