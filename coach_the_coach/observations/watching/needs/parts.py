"""Who watches whom: what is planned, who still needs watching, and how much one can watch."""

from typing import Any, Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.watching.needs.rows import (
    AskedRow,
    FoundRow,
    NeedRow,
    ObserverRow,
)
from coach_the_coach.observations.watching.needs.rules import MOST_PER_MONTH
from coach_the_coach.observations.watching.needs.state import NeedsState
from coach_the_coach.observations.watching.own.rows import OwnLine

CHOICE: Final = {"flexWrap": "nowrap", "alignItems": "flex-start"}
"""The button stays beside whom it asks, also where the line breaks."""


def needs() -> rx.Component:
    """Those who still need watching, the latest first."""
    return ui.section(
        _("Who still needs watching"),
        ui.checkbox(
            _("For certification"),
            "certifying",
            hint=_("Proposes those who may certify, one from outside the line first."),
            on_change=NeedsState.certify,
        ),
        ui.data_table(
            _("Who still needs watching"),
            [
                ui.Column(_("Who"), _who),
                ui.Column(_("Last observed"), _last),
                ui.Column(_("By"), _due),
                ui.Column(_("Who could watch"), _observers, bare=True),
            ],
            NeedsState.rows,
            empty=ui.empty(
                _("Nobody this month"),
                _("Everybody whom you lead has been observed as often as is proposed."),
            ),
        ),
        ui.turner(NeedsState.paging, NeedsState.turn),
        about=_(
            "Everybody who coaches is observed once in each calendar month. You see that and when "
            "somebody was observed, never what came of it."
        ),
    )


def own() -> rx.Component:
    """What is planned with the reader."""
    return ui.section(
        _("Planned with you"),
        rx.cond(
            ui.count(NeedsState.own) > 0,
            ui.lines(rx.foreach(NeedsState.own, _own_line)),
            ui.quiet(_("Nothing is planned. What you are asked for will be here.")),
        ),
    )


def places() -> rx.Component:
    """How many sessions a month the reader can watch."""
    row = NeedsState.places
    return ui.section(
        _("How many can you watch?"),
        ui.state_form(
            ui.text_field(
                _("Sessions a month"),
                "per_month",
                value=rx.Var.create(row.per_month),
                hint=rx.cond(
                    row.is_said,
                    _("Others ask you while you have a place free."),
                    _("You have not said yet. Until you do, this many are taken."),
                ),
                problem=NeedsState.problems["per_month"],
                kind="number",
                short=True,
                min=0,
                max=MOST_PER_MONTH,
            ),
            ui.actions(
                ui.button(_("Keep"), submit=True),
                ui.quiet(row.taken_words),
            ),
            on_submit=NeedsState.say_places,
        ),
    )


def somebody() -> rx.Component:
    """Asking to watch anybody one may observe."""
    return ui.section(
        _("Ask somebody else"),
        ui.search_field(_("Whom would you like to watch?"), on_change=NeedsState.find),
        rx.cond(
            ui.count(NeedsState.found) > 0,
            ui.lines(rx.foreach(NeedsState.found, _found)),
            rx.cond(
                NeedsState.searched != "",
                ui.quiet(_("Nobody you may observe is called that.")),
            ),
        ),
    )


def _who(row: NeedRow) -> rx.Component:
    return ui.person(ui.link(row.name, row.link), initials_of=row.name, role=row.title)


def _last(row: NeedRow) -> rx.Component:
    return rx.cond(
        row.last.words != "",
        ui.moment(row.last.words, at=row.last.at, exact=row.last.exact),
        ui.quiet(_("Never")),
    )


def _due(row: NeedRow) -> rx.Component:
    """By when, how late that is, and why."""
    return ui.stack(
        rx.cond(
            row.late != "",
            ui.badge(row.late, "attention"),
            ui.moment(row.due.words, at=row.due.at, exact=row.due.exact),
        ),
        ui.quiet(row.why),
        gap="tight",
    )


def _observers(row: NeedRow) -> rx.Component:
    """What is under way, and who could be asked."""

    def one(observer: ObserverRow) -> rx.Component:
        return ui.row(
            ui.stack(
                rx.el.span(
                    rx.cond(observer.is_me, _("You"), observer.name),
                    rx.cond(
                        observer.is_outside,
                        rx.fragment(" · ", _("outside the line")),
                    ),
                ),
                ui.quiet(observer.free),
                rx.cond(observer.unpractised, ui.quiet(observer.unpractised)),
                gap="tight",
            ),
            ui.button(
                rx.fragment(
                    rx.cond(observer.is_me, _("Ask to watch"), _("Ask them")),
                    ui.unseen(
                        rx.fragment(
                            " ",
                            rx.cond(
                                observer.is_me,
                                row.name,
                                rx.fragment(observer.name, " ", _("for"), " ", row.name),
                            ),
                        )
                    ),
                ),
                on_click=NeedsState.ask(row.public_id, observer.public_id, row.wanted_by),
            ),
            apart=True,
            style=CHOICE,
        )

    return ui.stack(
        rx.foreach(row.asked, _asked),
        rx.cond(
            ui.count(row.observers) > 0,
            rx.fragment(rx.foreach(row.observers, one)),
            rx.cond(
                ui.count(row.asked) == 0,
                ui.quiet(_("Nobody has a place free this month.")),
            ),
        ),
        _choose(row.choose, row.name),
        gap="near",
    )


def _asked(asked: AskedRow) -> rx.Component:
    """One who is asked already."""
    return ui.row(
        ui.stack(
            ui.link(asked.observer, asked.link),
            rx.cond(
                asked.starts.words != "",
                ui.quiet(
                    ui.moment(asked.starts.words, at=asked.starts.at, exact=asked.starts.exact)
                ),
            ),
            gap="tight",
        ),
        ui.badge(asked.state_word, asked.mark),
        apart=True,
    )


def _own_line(line: OwnLine) -> rx.Component:
    """One plan: who watches whom, when, how it stands."""
    return ui.row(
        ui.stack(
            ui.link(line.words, line.link),
            rx.cond(
                line.starts.words != "",
                ui.quiet(ui.moment(line.starts.words, at=line.starts.at, exact=line.starts.exact)),
            ),
            gap="tight",
        ),
        ui.row(
            ui.badge(line.state_word, line.mark),
            rx.cond(line.is_mine_next, ui.badge(_("Your turn"), "attention")),
        ),
        apart=True,
    )


def _found(one: FoundRow) -> rx.Component:
    """Somebody one may observe."""
    return ui.row(
        ui.stack(
            ui.person(one.name, initials_of=one.name, role=one.about),
            rx.cond(one.choose != "", _choose(one.choose, one.name)),
            gap="tight",
        ),
        ui.button(
            rx.fragment(_("Ask to watch"), ui.unseen(rx.fragment(" ", one.name))),
            on_click=NeedsState.ask(one.public_id, "", ""),
        ),
        apart=True,
    )


def _choose(link: Any, name: Any) -> rx.Component:
    """The way to everybody else who could watch somebody, guests included."""
    return ui.link(rx.fragment(_("Choose who watches"), ui.unseen(rx.fragment(" ", name))), link)
