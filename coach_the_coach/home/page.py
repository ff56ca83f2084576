"""Home: one Next list, what one works on, how coaching goes, and where everything is."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.coverage.asking.parts import ask_card, requests
from coach_the_coach.cadence.coverage.asking.state import AskingState
from coach_the_coach.foundation.words import _
from coach_the_coach.home.parts import coaching, log_buttons, places
from coach_the_coach.home.state import HomeState
from coach_the_coach.observations.practice.parts import offer_card
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.rows import NextLine
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.HOME,
    title=_("Home · Coach the Coach"),
    on_load=[FrameState.arrive, HomeState.load, AskingState.load],
)
def home_page() -> rx.Component:
    """The next thing to do, and one thing to work on."""
    return frame(
        ui.page_heading(FrameState.person.name, about=FrameState.person.role, action=log_buttons()),
        ready(
            HomeState.loaded,
            rx.fragment(
                rx.cond(HomeState.focus.one_thing != "", ui.beside(_next(), _focus()), _next()),
                requests(),
                ask_card(),
                coaching(),
                offer_card(),
                _asked_first(),
                places(),
            ),
            waiting=ui.skeleton(4, name=_("Looking what waits for you")),
        ),
    )


def _next() -> rx.Component:
    """Three things, each with one action, and what comes after them."""
    return ui.section(
        _("Next"),
        rx.cond(
            ui.count(HomeState.next_lines) > 0,
            ui.lines(rx.foreach(HomeState.next_lines, _line)),
            ui.empty(_("Nothing waits for you"), _("When something does, it will be here.")),
        ),
        rx.cond(
            HomeState.more != "",
            ui.disclosure(HomeState.more, ui.lines(rx.foreach(HomeState.later, _line))),
        ),
    )


def _line(line: NextLine) -> rx.Component:
    """A sentence and its one action."""
    return ui.row(ui.paragraph(line.text), ui.link_button(line.action, line.link), apart=True)


def _focus() -> rx.Component:
    """What one works on now, for those who are observed."""
    now = HomeState.focus
    return ui.section(
        _("Your one thing"),
        ui.card(
            ui.lead(now.one_thing),
            rx.cond(now.agreed != "", ui.paragraph(now.agreed)),
            rx.cond(now.stands != "", ui.quiet(now.stands)),
            ui.quiet(
                _("With"),
                " ",
                now.by,
                rx.cond(
                    now.watch_again.words != "",
                    rx.fragment(" · ", _("to watch again by"), " ", now.watch_again.exact),
                ),
                rx.cond(now.watch_note != "", rx.fragment(" · ", now.watch_note)),
            ),
        ),
    )


def _asked_first() -> rx.Component:
    """Whether one asked before one told, as those observed say; one's own habits come first."""
    return rx.cond(
        HomeState.asked_first != "",
        ui.section(
            _("Did you ask before you told?"),
            ui.paragraph(HomeState.asked_first),
            about=_("What those you observed answered. Only you see this."),
        ),
    )
