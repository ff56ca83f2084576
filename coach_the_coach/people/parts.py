"""The pieces of the list of people."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.people.rows import PersonLine
from coach_the_coach.people.state import PeopleState


def people_table() -> rx.Component:
    """Who coaches, when they were last observed and by whom, and who waits for whom."""
    return ui.data_table(
        _("People who coach"),
        [
            ui.Column(_("Name"), _name),
            ui.Column(_("Team"), lambda line: line.team, wide_only=True),
            ui.Column(_("Last observed"), _last),
            ui.Column(_("Next"), lambda line: line.waiting),
        ],
        PeopleState.lines,
        empty=ui.empty(
            _("Nobody here"),
            _("Nobody in your reach who coaches has a name or a team like that."),
        ),
    )


def page_turner() -> rx.Component:
    """On and back, shown only where there is more than one page."""
    return rx.cond(
        PeopleState.place != "",
        ui.row(
            ui.quiet(PeopleState.place),
            ui.row(
                ui.button(_("Back"), on_click=PeopleState.turn(-1), disabled=PeopleState.is_first),
                ui.button(
                    _("Next"),
                    on_click=PeopleState.turn(1),
                    disabled=PeopleState.is_last,
                ),
            ),
            apart=True,
        ),
    )


def _name(line: PersonLine) -> rx.Component:
    return ui.person(ui.whole_link(line.name, line.link), initials_of=line.name, role=line.title)


def _last(line: PersonLine) -> rx.Component:
    """When and by whom, or that nobody has."""
    return rx.cond(
        line.last.words != "",
        rx.el.span(
            ui.moment(line.last.words, at=line.last.at, exact=line.last.exact),
            rx.cond(line.by != "", ui.quiet(" · ", line.by)),
        ),
        ui.quiet(line.unseen),
    )
