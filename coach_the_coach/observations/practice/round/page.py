"""The page on which one invented conversation is coded, rated and compared."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.practice.round import parts
from coach_the_coach.observations.practice.round.compared import parts as comparison
from coach_the_coach.observations.practice.round.rating import parts as rating
from coach_the_coach.observations.practice.round.state import RoundState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.PRACTICE_ROUND,
    title=_("Practice · Coach the Coach"),
    on_load=[FrameState.arrive, RoundState.load],
)
def round_page() -> rx.Component:
    """Turn by turn, then the whole talk, without a verdict; at the end the comparison."""
    waiting = ui.skeleton(6, name=_("Fetching the conversation"))
    return frame(
        here(
            rx.match(
                RoundState.stage,
                ("code", rx.fragment(_asked(), parts.desk())),
                ("rate", rx.fragment(_asked(), rating.dimensions())),
                ("result", rx.fragment(_compared(), comparison.result())),
                ("gone", nothing_here()),
                waiting,
            ),
            waiting=waiting,
        )
    )


def _asked() -> rx.Component:
    """Which talk it is."""
    return ui.page_heading(
        RoundState.talk.title,
        about=RoundState.talk.about,
        back=ui.back_link(_("Practice"), routes.PRACTICE),
    )


def _compared() -> rx.Component:
    """The result in one sentence."""
    found = RoundState.result
    return ui.page_heading(
        _("You and the reference agree on {agreed} of {turns} codes").format(
            agreed=found.agreed, turns=found.turns
        ),
        about=rx.fragment(
            found.title,
            " · ",
            ui.moment(found.finished.words, at=found.finished.at, exact=found.finished.exact),
            " · ",
            _("only you see this"),
        ),
        back=ui.back_link(_("Practice"), routes.PRACTICE),
    )
