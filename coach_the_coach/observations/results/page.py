"""The page of one signed observation."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.results import parts
from coach_the_coach.observations.results.counts.parts import counts_alone
from coach_the_coach.observations.results.state import ResultState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.OBSERVATION,
    title=_("Observation · Coach the Coach"),
    on_load=[FrameState.arrive, ResultState.load],
)
def result_page() -> rx.Component:
    """First the one thing, then the conversation, then the evidence."""
    head = ResultState.result.header
    whole = rx.fragment(
        ui.page_heading(
            rx.fragment(head.observed, " ", _("with"), " ", head.coached),
            about=rx.fragment(
                _("Observed by"),
                " ",
                head.observer,
                ", ",
                ui.moment(head.held.words, at=head.held.at, exact=head.held.exact),
                " · ",
                head.purpose_word,
                " · ",
                head.aim_word,
            ),
            back=ui.back_link(head.observed, ResultState.result.person_link),
        ),
        rx.cond(ResultState.result.purpose_note != "", ui.callout(ResultState.result.purpose_note)),
        parts.versions(),
        parts.one_thing(),
        parts.conversation(),
        parts.answer(),
        parts.evidence(),
        parts.signature(),
    )
    waiting = ui.skeleton(6, name=_("Fetching this observation"))
    return frame(
        here(
            rx.match(
                ResultState.stage,
                ("whole", whole),
                ("counts", counts_alone()),
                ("gone", nothing_here()),
                waiting,
            ),
            waiting=waiting,
        )
    )
