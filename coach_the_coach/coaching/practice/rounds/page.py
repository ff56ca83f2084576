"""The page on which one practice is led."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.practice.rounds import parts
from coach_the_coach.coaching.practice.rounds.state import PracticeRoundsState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.TEAM_PRACTICE_ONE,
    title=_("A practice · Coach the Coach"),
    on_load=[FrameState.arrive, PracticeRoundsState.load],
)
def practice_rounds_page() -> rx.Component:
    """The moment, the team tap by tap, and the end; afterwards what it came to."""
    waiting = ui.skeleton(6, name=_("Fetching this practice"))
    return frame(
        here(
            rx.match(
                PracticeRoundsState.stage,
                ("lead", _with_heading(parts.moment(), parts.team(), parts.ending())),
                ("closed", _with_heading(parts.result())),
                ("gone", nothing_here()),
                waiting,
            ),
            waiting=waiting,
        ),
        narrow=True,
    )


def _with_heading(*content: rx.Component) -> rx.Component:
    row = PracticeRoundsState.practice
    return rx.fragment(
        ui.page_heading(
            row.moment.title,
            about=ui.moment(row.begun.words, at=row.begun.at, exact=row.begun.exact),
            back=ui.back_link(_("Team practice"), routes.TEAM_PRACTICE),
        ),
        ui.stack(*content, gap="between"),
    )
