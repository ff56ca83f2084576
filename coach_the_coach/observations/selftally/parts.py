"""The lists of tallies, and the form with which one is opened."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.parts import PURPOSES
from coach_the_coach.observations.rules import Source, source_word
from coach_the_coach.observations.selftally.rows import TallyLine
from coach_the_coach.observations.selftally.rules import (
    ABOUT_LENGTH,
    buttons_meaning,
    buttons_word,
    source_meaning,
)
from coach_the_coach.observations.selftally.state import TalliesState
from coach_the_coach.observations.tally.rules import Buttons

BUTTONS = [
    ui.Option(str(buttons), buttons_word(buttons), buttons_meaning(buttons)) for buttons in Buttons
]
"""How many buttons one can count with."""

SOURCES = [ui.Option(str(source), source_word(source), source_meaning(source)) for source in Source]
"""How one can count oneself."""


def opening_form() -> rx.Component:
    """What it is and how to count; all but the words as the last time."""
    problems, last = TalliesState.problems, TalliesState.last
    return ui.state_form(
        ui.text_field(
            _("What do you call it?"),
            "about",
            hint=_("A few words so that you find it again, like “Rae, Tuesday”."),
            problem=problems["about"],
            optional=True,
            max_length=ABOUT_LENGTH,
            auto_complete="off",
        ),
        ui.radio_cards(
            _("What is the session for?"),
            "purpose",
            PURPOSES,
            value=last.purpose,
            problem=problems["purpose"],
        ),
        ui.radio_cards(
            _("How do you count?"),
            "source",
            SOURCES,
            value=last.source,
            problem=problems["source"],
        ),
        ui.radio_cards(
            _("With how many buttons?"),
            "buttons",
            BUTTONS,
            value=last.buttons,
            problem=problems["buttons"],
        ),
        ui.actions(
            ui.button(_("Go on"), weight="primary", submit=True, busy=TalliesState.busy),
        ),
        on_submit=TalliesState.submit,
    )


def my_tallies() -> rx.Component:
    """One's own, newest first, each with whom it is shared."""
    return rx.cond(
        ui.count(TalliesState.mine.lines) > 0,
        ui.stack(
            ui.lines(rx.foreach(TalliesState.mine.lines, _mine)),
            _turner(TalliesState.mine, TalliesState.show_mine),
        ),
        rx.cond(
            ~TalliesState.is_opening,
            ui.empty(
                _("Nothing counted yet"),
                _("Managers and leaders can count the sessions they hold."),
            ),
        ),
    )


def shared_with_me() -> rx.Component:
    """What others share with the reader now; nothing where nobody does."""
    return rx.cond(
        ui.count(TalliesState.shared.lines) > 0,
        ui.section(
            _("Shared with you"),
            ui.lines(rx.foreach(TalliesState.shared.lines, _shared)),
            _turner(TalliesState.shared, TalliesState.show_shared),
            about=_(
                "They chose to show you these, and can take them back. They count for nothing."
            ),
        ),
    )


def _mine(line: TallyLine) -> rx.Component:
    return _line(
        line,
        rx.cond(line.sentence != "", line.sentence, _("Still being counted")),
        rx.cond(
            line.person != "",
            ui.badge(_("Shared with {name}").format(name=line.person), "plain"),
        ),
    )


def _shared(line: TallyLine) -> rx.Component:
    return _line(line, rx.fragment(line.person, " · ", line.sentence), rx.fragment())


def _line(line: TallyLine, sentence: Any, mark: rx.Component) -> rx.Component:
    """One tally: what it is called, what came out, and when it was."""
    return ui.row(
        ui.stack(
            ui.link(line.about, line.link),
            ui.quiet(sentence),
            ui.quiet(
                line.purpose_word,
                " · ",
                line.source_word,
                " · ",
                ui.moment(line.opened.words, at=line.opened.at, exact=line.opened.exact),
            ),
            gap="tight",
        ),
        mark,
        apart=True,
    )


def _turner(found: Any, show: Any) -> rx.Component:
    """On and back, shown only where there is more than one page."""
    return rx.cond(
        (found.number > 1) | found.has_more,
        ui.row(
            ui.button(_("Newer"), on_click=show(found.number - 1), disabled=found.number <= 1),
            ui.button(_("Older"), on_click=show(found.number + 1), disabled=~found.has_more),
            gap="near",
        ),
    )
