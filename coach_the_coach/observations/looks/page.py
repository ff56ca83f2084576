"""The page of one short look."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.looks import parts
from coach_the_coach.observations.looks.state import LookState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.LOOK,
    title=_("A short look · Coach the Coach"),
    on_load=[FrameState.arrive, LookState.load],
)
def look_page() -> rx.Component:
    """Written on one screen in three minutes; then read by the two."""
    waiting = ui.skeleton(6, name=_("Fetching this look"))
    return frame(
        here(
            rx.match(
                LookState.stage,
                ("write", _written()),
                ("read", _given()),
                ("gone", nothing_here()),
                waiting,
            ),
            waiting=waiting,
        ),
        narrow=True,
    )


def _written() -> rx.Component:
    """The form, with what a short look is."""
    return rx.fragment(
        ui.page_heading(
            rx.fragment(_("A short look at"), " ", LookState.form.observed),
            about=_("Three minutes. It stays between the two of you and counts nowhere."),
            back=ui.back_link(_("Somebody else"), routes.NEW_LOOK),
        ),
        parts.form(),
    )


def _given() -> rx.Component:
    """What was given, by whom and when, and whether it was read."""
    look = LookState.look
    when = ui.moment(look.given.words, at=look.given.at, exact=look.given.exact)
    read = rx.cond(
        look.read.words != "",
        rx.fragment(
            _("read"), " ", ui.moment(look.read.words, at=look.read.at, exact=look.read.exact)
        ),
        _("not read yet"),
    )
    return rx.fragment(
        ui.page_heading(
            rx.cond(
                look.is_mine,
                rx.fragment(_("Your short look at"), " ", look.observed),
                rx.fragment(_("A short look by"), " ", look.observer),
            ),
            about=rx.fragment(
                when,
                rx.cond(look.coached != "", rx.fragment(" · ", _("with"), " ", look.coached)),
                rx.cond(look.is_mine, rx.fragment(" · ", read)),
            ),
            back=ui.back_link(_("Home"), routes.HOME),
        ),
        parts.given(),
    )
