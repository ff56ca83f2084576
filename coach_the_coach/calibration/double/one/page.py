"""One session that two score blind."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.calibration.double.one import parts
from coach_the_coach.calibration.double.one.state import PairState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.DOUBLE_ONE,
    title=_("A session scored by two · Coach the Coach"),
    on_load=[FrameState.arrive, PairState.load],
)
def pair_page() -> rx.Component:
    """How it stands, and once it is open what each gave."""
    waiting = ui.skeleton(5, name=_("Fetching this session"))
    return frame(
        here(
            rx.match(
                PairState.stage,
                ("here", rx.fragment(_head(), parts.standing(), parts.levels())),
                ("gone", nothing_here()),
                waiting,
            ),
            waiting=waiting,
        ),
    )


def _head() -> rx.Component:
    """Whose session it is, when it was, and how it stands."""
    row = PairState.row
    return ui.page_heading(
        rx.fragment(row.observed, " ", _("with"), " ", row.coached),
        about=rx.fragment(
            ui.badge(row.word, row.mark),
            " ",
            ui.moment(row.held.words, at=row.held.at, exact=row.held.exact),
        ),
        back=ui.back_link(_("Scored by two"), routes.DOUBLE),
    )
