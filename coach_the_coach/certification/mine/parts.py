"""The pieces of how somebody stands on a path; they know rows and no state."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.mine.rows import (
    CountLine,
    HeadRow,
    ItemRow,
    LineRow,
    StandingLine,
    StepRow,
)
from coach_the_coach.foundation.words import _
from coach_the_coach.ui.tokens import Content


def path_section(head: HeadRow, *parts: Content) -> rx.Component:
    """One path: its name, the state with what it means, its days, and what is said of it."""
    return ui.section(
        rx.el.span(head.title, id="path-" + rx.Var.create(head.key).to(str)),
        ui.row(
            ui.badge(head.state, head.mark),
            ui.quiet(head.met),
            rx.cond(head.since.at != "", ui.quiet(_since(head.since))),
        ),
        ui.quiet(head.meaning),
        _days(head),
        *parts,
        about=head.about,
    )


def requirement_lines(lines: Any, draw: Any, head: HeadRow) -> rx.Component:
    """What is asked, a line each; folded away while there is nothing to do."""
    listed = ui.lines(rx.foreach(lines, draw))
    return rx.cond(
        head.rests,
        ui.disclosure(head.asked, listed),
        ui.stack(ui.heading(head.asked, level=3), listed),
    )


def line(one: LineRow) -> rx.Component:
    """One requirement with what counted and what was set aside."""
    return _stands(
        one,
        rx.cond(
            one.counted_words != "",
            ui.disclosure(one.counted_words, ui.lines(rx.foreach(one.counted, _item))),
        ),
        rx.cond(
            one.aside_words != "",
            ui.disclosure(one.aside_words, ui.lines(rx.foreach(one.aside, _item))),
        ),
    )


def count_line(one: CountLine) -> rx.Component:
    """One requirement with numbers alone."""
    aside = rx.foreach(one.aside, lambda said: rx.el.li(ui.quiet(said)))
    return _stands(one, rx.cond(ui.count(one.aside) > 0, rx.el.ul(aside, class_name="plain")))


def history(steps: Any) -> rx.Component:
    """What happened on the way, to be opened."""
    return rx.cond(
        ui.count(steps) > 0,
        ui.disclosure(_("What happened so far"), ui.lines(rx.foreach(steps, _step))),
    )


def standing(lines: Any) -> rx.Component:
    """The paths of a person, each with its state and since when: for the page of a person.

    Not on paper: that sheet is about how they coach.
    """
    shown = ui.section(_("Certification"), ui.lines(rx.foreach(lines, _standing)))
    return rx.cond(ui.count(lines) > 0, rx.el.div(shown, class_name="no-print"))


def _stands(one: Any, *more: Content) -> rx.Component:
    """What a requirement asks with how it stands, then what is there, and what is missing."""
    missing = rx.foreach(one.missing, rx.el.li)
    return ui.stack(
        ui.row(ui.paragraph(one.sentence), ui.badge(one.word, one.mark), apart=True),
        ui.quiet(one.step, " · ", one.have),
        rx.cond(ui.count(one.missing) > 0, rx.el.ul(missing, class_name="plain")),
        *more,
        gap="tight",
    )


def _days(head: HeadRow) -> rx.Component:
    """By when, and how long a certificate holds; only those there are."""
    return rx.el.dl(
        _fact(_("Due"), head.due, " · " + rx.Var.create(head.left).to(str)),
        _fact(_("Certificate until"), head.until),
        _fact(_("Can be renewed from"), head.renews),
        _fact(_("Grace until"), head.grace),
        class_name="facts",
    )


def _fact(name: str, when: Any, more: Any = "") -> rx.Component:
    shown = rx.el.dd(ui.moment(when.exact, at=when.at, exact=when.words), more)
    return rx.cond(when.at != "", rx.el.div(rx.el.dt(name), shown))


def _since(when: Any) -> rx.Component:
    """Since which day, by its date: after "since" nobody says a week ago."""
    return rx.fragment(_("since"), " ", ui.moment(when.exact, at=when.at, exact=when.words))


def _item(one: ItemRow) -> rx.Component:
    """One piece of evidence, and why it was set aside."""
    when = ui.moment(one.when.words, at=one.when.at, exact=one.when.exact)
    return ui.row(
        rx.cond(one.link != "", ui.link(when, one.link), when),
        ui.quiet(one.why),
    )


def _step(one: StepRow) -> rx.Component:
    by = rx.cond(one.by != "", rx.fragment(" · ", one.by))
    when = ui.moment(one.when.words, at=one.when.at, exact=one.when.exact)
    return ui.row(rx.el.span(one.what, by), ui.quiet(when), apart=True)


def _standing(one: StandingLine) -> rx.Component:
    return ui.row(
        ui.stack(
            ui.link(one.title, one.link),
            ui.quiet(one.met, " · ", _since(one.since)),
            gap="tight",
        ),
        ui.badge(one.state, one.mark),
        apart=True,
    )
