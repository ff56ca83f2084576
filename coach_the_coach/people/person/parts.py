"""The pieces of one person's page."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.looks.rows import LookLine
from coach_the_coach.people.person.rows import NoticedLine, ObservedLine
from coach_the_coach.people.person.state import PersonState


def focus() -> rx.Component:
    """The one thing to work on now, and what was agreed."""
    now = PersonState.focus
    return rx.cond(
        now.one_thing != "",
        ui.section(
            _("To work on now"),
            ui.card(
                ui.lead(now.one_thing),
                rx.cond(now.stands != "", ui.quiet(now.stands)),
                rx.cond(now.agreed != "", ui.paragraph(now.agreed)),
                ui.facts(
                    (
                        _("From"),
                        rx.fragment(
                            now.by,
                            ", ",
                            ui.moment(now.when.words, at=now.when.at, exact=now.when.exact),
                        ),
                    ),
                    (
                        _("Watch again"),
                        rx.cond(
                            now.watch_again.words != "",
                            day_to_watch(now),
                            _("Not agreed"),
                        ),
                    ),
                ),
                ui.actions(ui.link_button(_("See where it comes from"), now.link)),
            ),
        ),
    )


def day_to_watch(row: Any) -> rx.Component:
    """By which day to watch again, and what became of it; a row has watch_again and watch_note."""
    again = row.watch_again
    return rx.fragment(
        ui.moment(again.exact, at=again.at, exact=again.words),
        rx.cond(row.watch_note != "", ui.quiet(" · ", row.watch_note)),
    )


def observations() -> rx.Component:
    """What was observed, newest first."""
    return ui.section(
        _("Observations"),
        ui.data_table(
            _("Observations"),
            [
                ui.Column(_("When"), _when),
                ui.Column(_("By"), lambda line: line.observer, bare=True, whole=True),
                ui.Column(_("For"), _purpose, bare=True, whole=True),
                ui.Column(_("Asking"), lambda line: line.share, bare=True),
                ui.Column(
                    _("Stands"),
                    lambda line: ui.badge(line.status, line.mark),
                    bare=True,
                    whole=True,
                ),
            ],
            PersonState.observed,
            empty=ui.empty(
                rx.cond(
                    ui.count(PersonState.noticed) > 0,
                    _("None of yours yet"),
                    _("No observation yet"),
                ),
                _("What you observe here, or what others let you read, will be listed."),
                action=rx.cond(
                    PersonState.head.can_observe,
                    ui.link_button(_("Observe"), PersonState.head.observe_link),
                ),
            ),
        ),
        rx.cond(PersonState.place != "", _page_turner()),
    )


def looks() -> rx.Component:
    """Short looks between the two, which nobody else sees."""
    return rx.cond(
        ui.count(PersonState.looks) > 0,
        ui.section(
            _("Short looks"),
            ui.lines(rx.foreach(PersonState.looks, _look)),
            about=_("Only the two of you see these. They count for nothing."),
        ),
    )


def noticed() -> rx.Component:
    """Observations of which one may know that they took place."""
    return rx.cond(
        ui.count(PersonState.noticed) > 0,
        ui.section(
            _("Observed by others"),
            ui.lines(rx.foreach(PersonState.noticed, _notice)),
            about=_("What was said stays between the two. You can see that it took place."),
        ),
    )


def _page_turner() -> rx.Component:
    """Older ones and back, shown only where there is more than one page."""
    return ui.row(
        ui.quiet(PersonState.place),
        ui.row(
            ui.button(_("Newer"), on_click=PersonState.turn(-1), disabled=PersonState.is_newest),
            ui.button(_("Older"), on_click=PersonState.turn(1), disabled=PersonState.is_oldest),
        ),
        apart=True,
    )


def _when(line: ObservedLine) -> rx.Component:
    return ui.whole_link(
        ui.moment(line.when.words, at=line.when.at, exact=line.when.exact), line.link
    )


def _purpose(line: ObservedLine) -> rx.Component:
    """What the session was for, and what it was watched for."""
    return ui.quiet(line.purpose, " · ", line.aim)


def _notice(line: NoticedLine) -> rx.Component:
    return ui.row(
        ui.moment(line.when.words, at=line.when.at, exact=line.when.exact),
        ui.quiet(line.observer),
        apart=True,
    )


def _look(line: LookLine) -> rx.Component:
    """One short look: when and by whom, what was watched for, the thing to try."""
    return ui.row(
        ui.stack(
            ui.link(line.to_try, line.link),
            ui.quiet(line.observer, " · ", line.dimensions),
            gap="tight",
        ),
        ui.moment(line.given.words, at=line.given.at, exact=line.given.exact),
        apart=True,
    )
