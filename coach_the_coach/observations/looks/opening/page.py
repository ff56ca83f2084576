"""Choosing whom to take a short look at."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.looks.opening.state import LookOpeningState
from coach_the_coach.observations.rows import ChoiceRow
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.NEW_LOOK,
    title=_("A short look · Coach the Coach"),
    on_load=[FrameState.arrive, LookOpeningState.load],
)
def look_opening_page() -> rx.Component:
    """Whom to look at."""
    return frame(
        ui.page_heading(
            _("A short look"),
            about=_(
                "Three minutes: one or two things you watched for, one moment, one thing to try. "
                "It stays between the two of you and counts nowhere."
            ),
        ),
        ready(
            LookOpeningState.loaded,
            rx.cond(LookOpeningState.may_look, _people(), _not_theirs()),
            waiting=ui.skeleton(5, name=_("Looking up whom you may observe")),
        ),
        narrow=True,
    )


def _people() -> rx.Component:
    """A search and the people it finds."""
    return ui.stack(
        ui.search_field(_("Whom did you watch?"), on_change=LookOpeningState.find),
        rx.cond(
            ui.count(LookOpeningState.people) > 0,
            ui.lines(rx.foreach(LookOpeningState.people, _person)),
            ui.quiet(_("Nobody you may observe is called that.")),
        ),
    )


def _person(one: ChoiceRow) -> rx.Component:
    """Somebody, and the way on."""
    return ui.row(
        ui.person(one.word, initials_of=one.word, role=one.meaning),
        ui.button(
            rx.fragment(_("Begin"), ui.unseen(rx.fragment(" ", _("a look at"), " ", one.word))),
            on_click=LookOpeningState.begin(one.value),
        ),
        apart=True,
    )


def _not_theirs() -> rx.Component:
    """For somebody who does not observe."""
    return ui.empty(
        _("Looking at others is for leaders and coaching specialists."),
        _("What others gave you is on your home page."),
        action=ui.link_button(_("Home"), routes.HOME),
    )
