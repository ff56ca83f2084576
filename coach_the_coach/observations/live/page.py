"""The page of somebody who watches a session as it happens."""

from collections.abc import Callable

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.booking.parts import talk_time
from coach_the_coach.observations.booking.state import BookingState
from coach_the_coach.observations.live import parts
from coach_the_coach.observations.live.state import LiveState
from coach_the_coach.observations.parts import last_time
from coach_the_coach.observations.tally.rules import (
    BUTTONS,
    Buttons,
    code_meaning,
    code_word,
    side_of,
)
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.LIVE,
    title=_("Watching · Coach the Coach"),
    on_load=[FrameState.arrive, LiveState.load, BookingState.load],
)
def live_page() -> rx.Component:
    """Start the clock, tap, stop, go on to rating."""
    waiting = parts.without_network(
        ui.skeleton(6, name=_("Fetching the observation")), notes=True, watched=_("Watching")
    )
    return frame(
        here(
            rx.match(
                LiveState.stage,
                ("ready", _ready()),
                ("watch", _watching()),
                ("stopped", _stopped()),
                ("gone", nothing_here()),
                waiting,
            ),
            waiting=waiting,
            keeps=True,
        ),
        narrow=True,
        bare=True,
    )


def _watching() -> rx.Component:
    """The tally; nothing else is on the screen."""
    return _by_buttons(_tally)


def _tally(buttons: Buttons) -> rx.Component:
    """The tally with so many buttons."""
    one = LiveState.observation
    return parts.tally(
        parts.taps_of(one.public_id),
        LiveState.live,
        owner=FrameState.person.public_id,
        hints=LiveState.hints,
        watched=one.observed,
        beside=_("with {name}").format(name=one.coached),
        on_stop=LiveState.stop,
        buttons=buttons,
    )


def _by_buttons(draw: Callable[[Buttons], rx.Component]) -> rx.Component:
    """Drawn for as many buttons as this observation is counted with."""
    light = LiveState.live.buttons == str(Buttons.FOUR)
    return rx.cond(light, draw(Buttons.FOUR), draw(Buttons.NINE))


def _ready() -> rx.Component:
    """Who, what for, what to keep in mind, and the one thing to do."""
    one = LiveState.observation
    return ui.stack(
        ui.page_heading(
            _("Watch {name}").format(name=one.observed),
            about=_("With {name}. Tap once for each turn, by its main code.").format(
                name=one.coached
            ),
            back=ui.back_link(_("Home"), routes.HOME),
        ),
        ui.facts((_("Session for"), one.purpose_word), (_("You watch for"), one.aim_word)),
        ui.actions(
            ui.button(_("Start the clock"), weight="primary", on_click=LiveState.start),
            _shown_to_coached(),
        ),
        # Folded, for whoever is coached may see this screen too.
        rx.cond(
            LiveState.focus.text != "",
            ui.disclosure(_("For you alone: what to look out for"), last_time(LiveState.focus)),
        ),
        ui.section(_("On this device"), ui.on_this_device()),
        _by_buttons(_legend),
        gap="between",
    )


def _shown_to_coached() -> rx.Component:
    """What whoever is coached may want to know, alone on the screen."""
    one = LiveState.observation
    return ui.dialog(
        _("I am watching how {name} coaches, not you.").format(name=one.observed),
        ui.actions(ui.closing(ui.button(_("Close")))),
        about=_("Nothing here rates you."),
        opener=ui.button(_("Show this to {name}").format(name=one.coached)),
        filling=True,
    )


def _legend(buttons: Buttons) -> rx.Component:
    """What each of the buttons in use is for."""
    light = buttons is Buttons.FOUR
    return ui.section(
        _("The four buttons") if light else _("The nine buttons"),
        ui.facts(
            *(
                (ui.tag(code_word(code, buttons), side_of(code).value), code_meaning(code))
                for code in BUTTONS[buttons]
            )
        ),
        about=(
            _("Greetings and dates need no tap. A leading question is Tell.")
            if light
            else _("Greetings and dates need no tap. A leading question is Direct.")
        ),
    )


def _stopped() -> rx.Component:
    """The clock stands: on to rating, or back to watching."""
    one = LiveState.observation
    return ui.stack(
        ui.page_heading(
            _("You watched {name}").format(name=one.observed),
            about=_("With {name}. The clock is stopped.").format(name=one.coached),
            back=ui.back_link(_("Home"), routes.HOME),
        ),
        ui.facts(
            (_("Watched for"), LiveState.live.watched),
            (_("Taps"), ui.figures(LiveState.live.taps)),
            (
                _("On this device"),
                parts.kept_mark(
                    parts.taps_of(one.public_id),
                    LiveState.live,
                    owner=FrameState.person.public_id,
                ),
            ),
        ),
        talk_time(one.public_id),
        ui.actions(
            ui.link_button(
                _("Go on to rating"),
                routes.observation(f"{one.public_id}", routes.RATE),
                weight="primary",
            ),
            ui.button(_("Go on watching"), on_click=LiveState.resume),
        ),
        gap="between",
    )
