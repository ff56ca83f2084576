"""The page of one's own tallies."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.selftally import parts
from coach_the_coach.observations.selftally.state import TalliesState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.SELF_TALLIES,
    title=_("My tallies · Coach the Coach"),
    on_load=[FrameState.arrive, TalliesState.load],
)
def tallies_page() -> rx.Component:
    """One's own tallies, another one, and what others share."""
    return frame(
        ui.page_heading(
            _("My tallies"),
            about=_(
                "Count how you coach, for yourself. Nobody else sees a tally unless you share it, "
                "and it is never evidence: nothing counts it, no average, no certificate."
            ),
            action=rx.cond(
                TalliesState.loaded & TalliesState.may_count & ~TalliesState.is_opening,
                ui.button(_("Count a session"), weight="primary", on_click=TalliesState.begin),
            ),
        ),
        ready(
            TalliesState.loaded,
            ui.stack(
                rx.cond(
                    TalliesState.is_opening,
                    ui.section(_("Count a session"), parts.opening_form()),
                ),
                parts.my_tallies(),
                parts.shared_with_me(),
                gap="between",
            ),
            waiting=ui.skeleton(5, name=_("Fetching your tallies")),
        ),
        narrow=True,
    )
