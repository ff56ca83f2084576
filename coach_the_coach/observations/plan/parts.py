"""The plan on the page of a talk: what to do, what it rests on, a question to take along."""

from typing import Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.bank.parts import bank, others_like
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.plan.rows import LineRow
from coach_the_coach.observations.plan.state import PlanState

WIDE: Final = "@media (min-width: 640px)"

LIST: Final = {"margin": "0", "padding": "0", "listStyle": "none", "display": "grid"}
LINE: Final = {
    "display": "grid",
    "gap": "2px 24px",
    "gridTemplateColumns": "minmax(0, 1fr)",
    "alignItems": "baseline",
    "padding": "12px 0",
    "borderTop": "1px solid var(--line)",
    WIDE: {"gridTemplateColumns": "112px minmax(0, 1fr)"},
}
SAID: Final = {"display": "grid", "gap": "4px", "minWidth": "0", "justifyItems": "start"}
ASKED: Final = {
    "margin": "0",
    "maxWidth": "68ch",
    "color": "var(--ink)",
    "fontWeight": "540",
}


def plan() -> rx.Component:
    """What rules suggest, for the observer alone; nothing where there is no plan."""
    lines = PlanState.plan.lines
    return rx.cond(
        ui.count(lines) > 0,
        ui.section(
            _("A plan for this talk"),
            rx.el.ol(rx.foreach(lines, _line), style=LIST),
            about=_("Made by rules from what you noted, for you alone. Go another way if better."),
            action=bank(),
        ),
    )


def _line(line: LineRow) -> rx.Component:
    """One line: its place in the talk, what to do, and in small print why."""
    return rx.el.li(
        ui.quiet(line.place),
        rx.el.div(
            rx.cond(line.question != "", _question(line), ui.paragraph(line.text)),
            rx.cond(line.quote != "", ui.quote(line.quote)),
            ui.quiet(line.source),
            rx.cond(line.question != "", others_like(line.question_key)),
            style=SAID,
        ),
        style=LINE,
    )


def _question(line: LineRow) -> rx.Component:
    """The question from the bank, and what it stands in place of."""
    instead = ui.quiet(_("Instead of “{said}”").format(said=line.instead))
    return rx.fragment(
        rx.el.p(line.question, style=ASKED),
        rx.cond(line.instead != "", instead),
    )
