"""The page of a session over its time."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.timeline import parts
from coach_the_coach.observations.timeline.state import TimelineState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.TIMELINE,
    title=_("Timeline · Coach the Coach"),
    on_load=[FrameState.arrive, TimelineState.load],
)
def timeline_page() -> rx.Component:
    """What the course says, the drawing, what was changed, and every moment in a list."""
    waiting = ui.skeleton(6, name=_("Fetching this timeline"))
    return frame(
        here(
            rx.match(
                TimelineState.stage,
                ("shown", _whole()),
                ("gone", nothing_here()),
                waiting,
            ),
            waiting=waiting,
        )
    )


def _whole() -> rx.Component:
    """The timeline of one session."""
    head = TimelineState.timeline.header
    about = rx.fragment(
        _("with"),
        " ",
        head.coached,
        " · ",
        head.purpose_word,
        " · ",
        ui.moment(head.held.words, at=head.held.at, exact=head.held.exact),
    )
    return rx.fragment(
        ui.page_heading(
            rx.fragment(head.observed, ", ", _("over time")), about=about, back=_back()
        ),
        ui.stack(
            parts.sentences(),
            parts.over_time(),
            parts.changing(),
            ui.section(_("Moment by moment"), parts.moments()),
            parts.at_hand(),
            gap="between",
        ),
    )


def _back() -> rx.Component:
    """Back to what the reader came from: the rating of a draft, or what came of it."""
    head = TimelineState.timeline.header
    result = f"/observations/{head.public_id}"
    return rx.cond(
        head.is_signed,
        ui.back_link(_("What came of it"), result),
        ui.back_link(_("Back to the rating"), f"{result}/rate"),
    )
