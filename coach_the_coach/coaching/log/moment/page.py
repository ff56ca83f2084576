"""Logging what was said in the moment, in a few taps."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.log.form.parts import whom
from coach_the_coach.coaching.log.moment.parts import moment_form
from coach_the_coach.coaching.log.moment.state import MomentState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, nothing_here, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.LOG_MOMENT,
    title=_("Log a moment · Coach the Coach"),
    on_load=[FrameState.arrive, MomentState.load],
)
def moment_page() -> rx.Component:
    """With whom, how long, and done."""
    return frame(
        ready(
            MomentState.stage != "",
            rx.match(
                MomentState.stage,
                ("whom", rx.fragment(_heading(_("Log a moment")), _whom())),
                ("form", rx.fragment(_heading(_with()), moment_form())),
                nothing_here(),
            ),
            waiting=ui.skeleton(4, name=_("Fetching your team")),
        ),
        narrow=True,
    )


def _heading(title: rx.Component | str) -> rx.Component:
    return ui.page_heading(
        title,
        about=_("Something you just saw, and what you said about it. The texts may stay empty."),
        back=ui.back_link(_("Coaching log"), routes.LOG),
    )


def _with() -> rx.Component:
    return rx.fragment(_("A moment with"), " ", MomentState.form.person.word)


def _whom() -> rx.Component:
    return whom(MomentState.choose, MomentState.people)
