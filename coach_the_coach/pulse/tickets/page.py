"""Saying how the sessions with one coach were: four taps, 20 seconds."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.pulse.rules import SCALE, promise
from coach_the_coach.pulse.tickets.rules import questions_in_order, scale_words
from coach_the_coach.pulse.tickets.state import TicketState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.PULSE_SAY,
    title=_("How were your sessions · Coach the Coach"),
    on_load=[FrameState.arrive, TicketState.load],
)
def say_page() -> rx.Component:
    """What is asked, or that nothing is."""
    asked = TicketState.asked
    return frame(
        here(
            rx.cond(
                TicketState.is_said,
                _done(),
                rx.cond(asked.coach_id != "", rx.fragment(_form(), _elsewhere()), _nothing()),
            ),
            waiting=ui.skeleton(5, name=_("Fetching what is asked")),
        ),
        narrow=True,
    )


def _form() -> rx.Component:
    """The four questions and one button."""
    asked = TicketState.asked
    return rx.fragment(
        ui.page_heading(
            rx.fragment(_("Your sessions with"), " ", asked.coach),
            about=rx.fragment(asked.month, ". ", scale_words()),
        ),
        ui.state_form(
            *(_question(name, words) for name, words in questions_in_order()),
            ui.button(_("Send"), weight="primary", submit=True, wide=True),
            ui.quiet(
                _("Shown once so many different people have answered:"), " ", asked.minimum, "."
            ),
            ui.quiet(promise()),
            on_submit=TicketState.submit,
        ),
    )


def _question(name: str, words: str) -> rx.Component:
    """One question with five large buttons."""
    options = [ui.Option(str(number), str(number)) for number in SCALE]
    return ui.radio_cards(words, name, options, arranged="row", problem=TicketState.problems[name])


def _elsewhere() -> rx.Component:
    """The way to answer without signing in."""
    return ui.disclosure(
        _("Answer elsewhere, without signing in"),
        rx.cond(
            TicketState.link != "",
            ui.stack(
                ui.paragraph(
                    _("Open this once, on any device. Whoever has it can answer for you.")
                ),
                ui.native_link(_("Your link"), TicketState.link),
                rx.el.input(
                    value=TicketState.link,
                    read_only=True,
                    aria_label=_("The address of your link"),
                    class_name="control",
                ),
            ),
            ui.button(_("Make a link"), on_click=TicketState.make_link),
        ),
    )


def _done() -> rx.Component:
    """That it is kept, and what becomes of it."""
    return rx.fragment(
        ui.page_heading(_("Thank you"), about=promise()),
        ui.actions(ui.link_button(_("Home"), routes.HOME)),
    )


def _nothing() -> rx.Component:
    """That nothing is asked; it says the same to whoever has answered."""
    return rx.fragment(
        ui.page_heading(
            _("Nothing is asked here"),
            about=_(
                "You have answered already, or it is not the time: you are asked in the last week "
                "of a month, about each coach with whom you had a session."
            ),
        ),
        ui.actions(ui.link_button(_("Home"), routes.HOME)),
    )
