"""The page on which the one observed rates themself, before the talk about what was seen."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.reflect import parts
from coach_the_coach.observations.reflect.state import ReflectState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.REFLECT,
    title=_("Your own view · Coach the Coach"),
    on_load=[FrameState.arrive, ReflectState.load],
)
def reflect_page() -> rx.Component:
    """One's own view, before the talk."""
    row = ReflectState.reflection
    asked = rx.fragment(
        ui.page_heading(
            _("How do you see it?"),
            about=rx.fragment(
                _("Your talk with"),
                " ",
                row.coached,
                ", ",
                ui.moment(row.held.words, at=row.held.at, exact=row.held.exact),
                " · ",
                row.purpose_word,
                ". ",
                _("Watched by"),
                " ",
                row.observer,
                ".",
            ),
            back=ui.back_link(_("Home"), routes.HOME),
        ),
        ui.callout(
            _("Your own view comes first. You see theirs in the talk, and they see yours there."),
            " ",
            _("Once you are done it stays as it is."),
        ),
        parts.questions(),
        parts.done(),
    )
    waiting = ui.skeleton(6, name=_("Fetching the questions"))
    return frame(
        here(
            rx.match(
                ReflectState.stage,
                ("ask", asked),
                ("gone", nothing_here()),
                waiting,
            ),
            waiting=waiting,
        )
    )
