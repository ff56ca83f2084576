"""The page with every question."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.bank import parts
from coach_the_coach.coaching.bank.state import BankState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.QUESTIONS,
    title=_("Questions · Coach the Coach"),
    on_load=[FrameState.arrive, BankState.load],
)
def questions_page() -> rx.Component:
    """What to ask instead of telling, to be searched or read through."""
    return frame(
        ui.page_heading(
            _("Questions"),
            about=_("What to ask instead of telling. Take one into your next talk."),
        ),
        parts.whole_bank(),
    )
