"""Every state on a path, what it means, and where it leads by whom; to be read and printed."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.states.rules import Place, Way, places
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.PATH_STATES,
    title=_("How it moves · Coach the Coach"),
    on_load=FrameState.arrive,
)
def states_page() -> rx.Component:
    """The same table by which the program goes."""
    return frame(
        ui.page_heading(
            _("How it moves"),
            about=_(
                "Every state on a certification path, what it means, and where it leads. It "
                "follows from what is there and from the day, in whatever order that came."
            ),
        ),
        ui.data_table(
            _("States"),
            [
                ui.Column(_("State"), lambda one: ui.badge(one.word, one.mark), whole=True),
                ui.Column(_("What it means"), lambda one: one.meaning),
                ui.Column(_("Where it leads, and by whom"), _ways),
            ],
            places(),
        ),
    )


def _ways(one: Place) -> rx.Component:
    return rx.el.ul(*(rx.el.li(_way(way)) for way in one.ways), class_name="plain")


def _way(one: Way) -> rx.Component:
    # Where it is called by where it leads, once is enough.
    what = [] if one.what == one.to else [one.what, " "]
    return rx.fragment(*what, "→ ", one.to, " ", ui.quiet("(", one.by, ")"))
