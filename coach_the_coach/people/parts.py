"""The pieces of the list of people."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.people.person.parts import day_to_watch
from coach_the_coach.people.rows import PersonLine, TinyStrip
from coach_the_coach.people.state import PeopleState


def people_list() -> rx.Component:
    """Everybody as a row of small multiples that opens in place."""
    return rx.cond(
        ui.count(PeopleState.lines) > 0,
        rx.el.div(rx.foreach(PeopleState.lines, _row), class_name="people"),
        ui.empty(
            _("Nobody here"),
            _("Nobody in your reach who coaches has a name or a team like that."),
        ),
    )


def page_turner() -> rx.Component:
    """On and back, shown only where there is more than one page."""
    return ui.turner(PeopleState.paging, PeopleState.turn)


def _row(line: PersonLine) -> rx.Component:
    """One person; pressed, a few lines more and what one can do."""
    return rx.el.details(
        rx.el.summary(
            ui.person(line.name, initials_of=line.name, role=line.title),
            rx.el.span(_last(line), class_name="people-last"),
            rx.el.span(
                rx.foreach(line.strips, _tiny), aria_hidden="true", class_name="people-strips"
            ),
            rx.el.span(_focus(line), class_name="people-focus"),
            rx.el.span(
                rx.cond(line.waiting != "", ui.badge(line.waiting, line.mark)),
                class_name="people-waiting",
            ),
            class_name="people-row",
        ),
        rx.el.div(_more(line), class_name="people-more"),
        # A row that is open belongs to its person, and not to whoever takes the place.
        key=line.public_id,
        class_name="people-line",
    )


def _tiny(one: TinyStrip) -> rx.Component:
    return ui.strip(one.asks, one.tells)


def _last(line: PersonLine) -> rx.Component:
    """When and by whom, or that nobody has."""
    return rx.cond(
        line.last.words != "",
        rx.fragment(
            ui.moment(line.last.words, at=line.last.at, exact=line.last.exact),
            rx.cond(line.by != "", ui.quiet(line.by)),
        ),
        ui.quiet(line.unseen),
    )


def _focus(line: PersonLine) -> rx.Component:
    """The ONE thing in a line and whether it was seen, where the reader may read it."""
    return rx.cond(
        line.one_thing != "",
        rx.fragment(
            rx.el.span(line.one_thing, class_name="people-thing"),
            rx.cond(line.stands_word != "", ui.quiet(line.stands_word)),
        ),
    )


def _more(line: PersonLine) -> rx.Component:
    """What the row only hints at, and the ways on."""
    return rx.fragment(
        rx.cond(
            line.one_thing != "",
            ui.facts(
                (
                    _("ONE thing"),
                    rx.fragment(
                        line.one_thing, rx.cond(line.stands != "", rx.fragment(" ", line.stands))
                    ),
                ),
                (_("Promised"), rx.cond(line.promised != "", line.promised, _("Nothing"))),
                (
                    _("Watch again"),
                    rx.cond(
                        line.watch_again.words != "",
                        day_to_watch(line),
                        _("Not agreed"),
                    ),
                ),
            ),
        ),
        rx.cond(
            line.waiting != "",
            ui.paragraph(
                line.waiting,
                rx.cond(
                    line.since.words != "",
                    rx.fragment(
                        ", ",
                        _("since"),
                        " ",
                        ui.moment(line.since.words, at=line.since.at, exact=line.since.exact),
                    ),
                ),
                ".",
            ),
        ),
        ui.actions(
            rx.cond(
                line.action != "",
                ui.link_button(line.action, line.action_link, weight="primary"),
            ),
            rx.cond(line.observe_link != "", ui.link_button(_("Observe"), line.observe_link)),
            rx.cond(line.look_link != "", ui.link_button(_("Short look"), line.look_link)),
            ui.link_button(
                rx.fragment(_("Open their page"), ui.unseen(rx.fragment(" ", line.name))), line.link
            ),
        ),
    )
