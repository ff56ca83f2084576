"""The page of a coach's week."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.week import parts
from coach_the_coach.cadence.week.state import WeekState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.WEEK,
    title=_("My week · Coach the Coach"),
    on_load=[FrameState.arrive, WeekState.load],
)
def week_page() -> rx.Component:
    """Today first; what is over is settled with one press each."""
    return frame(
        ui.page_heading(
            _("My week"),
            about=rx.cond(
                WeekState.coaches & WeekState.loaded,
                WeekState.week.name,
                _("When you and others sit down together."),
            ),
            back=ui.back_link(_("Home"), routes.HOME),
            action=rx.cond(WeekState.coaches, ui.link_button(_("Book"), routes.WEEK_BOOK)),
        ),
        ready(
            WeekState.loaded,
            ui.stack(
                rx.cond(
                    WeekState.coaches,
                    ui.stack(
                        parts.settling(),
                        parts.question(),
                        parts.days(),
                        parts.turning(),
                        parts.limits(),
                        gap="between",
                    ),
                ),
                parts.own_times(),
                ui.quiet(
                    ui.link(_("Have these times in your own calendar"), routes.CALENDAR),
                ),
                rx.cond(
                    WeekState.rules != "",
                    ui.quiet(ui.link(_("For what your sessions may move"), WeekState.rules)),
                ),
                gap="between",
            ),
            waiting=ui.skeleton(5, name=_("Fetching your week")),
        ),
        narrow=True,
    )
