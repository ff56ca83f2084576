"""Opening an observation: whom to watch, four questions, and on to watching."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.parts import drafts, opening_form
from coach_the_coach.observations.state import OpeningState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.NEW_OBSERVATION,
    title=_("Observe · Coach the Coach"),
    on_load=[FrameState.arrive, OpeningState.load],
)
def opening_page() -> rx.Component:
    """What was begun, and a new one."""
    return frame(
        ui.page_heading(
            _("Observe"), about=_("Half a minute of questions, then you watch one session.")
        ),
        ready(
            OpeningState.loaded,
            rx.cond(OpeningState.may_open, _opening(), _not_theirs()),
            waiting=ui.skeleton(5, name=_("Looking up whom you may observe")),
        ),
        narrow=True,
    )


def _opening() -> rx.Component:
    """The drafts and the form."""
    return ui.stack(drafts(), ui.section(_("A new observation"), opening_form()), gap="between")


def _not_theirs() -> rx.Component:
    """For somebody who does not observe."""
    return ui.empty(
        _("Observing is for leaders and coaching specialists."),
        _("What others observed of you is on your home page."),
        action=ui.link_button(_("Home"), routes.HOME),
    )
