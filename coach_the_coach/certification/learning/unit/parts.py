"""What stands on the page of one unit, and where it was used."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.learning.rules import LONGEST_USE
from coach_the_coach.certification.learning.unit.rows import (
    PairRow,
    SaidRow,
    SectionRow,
    SourceRow,
)
from coach_the_coach.certification.learning.unit.state import UnitState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes


def reading() -> rx.Component:
    """The page to read: what it says, an example, what to try, and where it comes from."""
    unit = UnitState.unit
    return ui.stack(
        ui.lead(unit.lead),
        rx.foreach(unit.sections, _section),
        ui.section(
            _("For example"),
            ui.paragraph(unit.example_about),
            ui.stack(rx.foreach(unit.example, _said), gap="near"),
            ui.paragraph(unit.example_after),
        ),
        ui.section(_("Instead of, try"), ui.lines(rx.foreach(unit.pairs, _pair))),
        ui.section(_("Try this week"), ui.callout(unit.week, tone="accent")),
        ui.disclosure(_("Where this comes from"), ui.lines(rx.foreach(unit.sources, _source))),
        gap="between",
    )


def use() -> rx.Component:
    """Where it was used, or the way to say so; nothing before it was read."""
    one = UnitState.use
    return rx.cond(
        one.is_read,
        ui.section(
            _("Where you used it"),
            rx.cond(one.is_used, _used(), _to_be_said()),
        ),
    )


def _section(one: SectionRow) -> rx.Component:
    return ui.section(one.heading, rx.foreach(one.text, lambda text: ui.paragraph(text)))


def _said(one: SaidRow) -> rx.Component:
    return ui.paragraph(rx.el.b(one.speaker, ": "), one.text)


def _pair(one: PairRow) -> rx.Component:
    return ui.facts((_("Instead of"), one.instead), (_("Try"), one.to_try))


def _source(one: SourceRow) -> rx.Component:
    return ui.paragraph(rx.el.b(one.mark, ". "), one.text)


def _used() -> rx.Component:
    """The session named, and what was done in it."""
    one = UnitState.use
    return ui.stack(
        ui.row(
            ui.badge(_("Used"), "done"),
            ui.link(one.session, one.link),
            ui.quiet(ui.moment(one.used.words, at=one.used.at, exact=one.used.exact)),
        ),
        ui.quote(one.words),
    )


def _to_be_said() -> rx.Component:
    """The session and one sentence; or what is needed first."""
    one = UnitState.use
    form = ui.state_form(
        ui.stack(
            ui.select(
                _("In which session"),
                "entry",
                one.sessions,
                blank=_("Choose a session"),
                problem=UnitState.problems["entry"],
            ),
            ui.text_area(
                _("What did you do differently?"),
                "words",
                hint=_("One sentence, in your own words. Only you read it."),
                problem=UnitState.problems["words"],
                max_length=LONGEST_USE,
            ),
            ui.actions(ui.button(_("Keep"), weight="primary", submit=True)),
        ),
        on_submit=UnitState.keep_use,
    )
    none = ui.empty(
        _("No session in your log since you read this"),
        _("Try it in the next one, and say afterwards what you did differently."),
        action=ui.link_button(_("Log a session"), routes.LOG_NEW),
    )
    return ui.stack(
        rx.cond(
            one.was_withdrawn,
            ui.callout(
                _("The session you named was withdrawn or moved before the day you read this."),
                " ",
                _("Name another, and it counts again."),
            ),
        ),
        rx.cond(ui.count(one.sessions) > 0, form, none),
    )
