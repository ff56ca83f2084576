"""The page of one skill that two work on."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.cycles.one import parts
from coach_the_coach.coaching.cycles.one.state import CycleState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.SKILL,
    title=_("One skill · Coach the Coach"),
    on_load=[FrameState.arrive, CycleState.load],
)
def cycle_page() -> rx.Component:
    """From where to where, how far, the sessions on it, and its end."""
    waiting = ui.skeleton(6, name=_("Fetching this skill"))
    return frame(
        here(
            rx.match(
                CycleState.stage,
                ("here", rx.fragment(_head(), parts.whole())),
                ("gone", nothing_here()),
                waiting,
            ),
            waiting=waiting,
        ),
        narrow=True,
    )


def _head() -> rx.Component:
    """The skill, and whose it is."""
    cycle = CycleState.cycle
    return ui.page_heading(
        cycle.skill,
        about=rx.fragment(
            ui.badge(cycle.outcome, cycle.mark),
            " ",
            cycle.coached,
            ", ",
            _("coached by"),
            " ",
            cycle.coach,
        ),
        back=ui.back_link(_("Skills"), routes.SKILLS),
    )
