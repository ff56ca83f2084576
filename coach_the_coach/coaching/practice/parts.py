"""The pieces of the page of a team's practice, and the moment as it is read aloud."""

from typing import Any, Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.practice.rows import (
    CountLine,
    HardMomentRow,
    HeldLine,
    OpenPractice,
    RoundLine,
)
from coach_the_coach.coaching.practice.rules import WEEKS
from coach_the_coach.coaching.practice.state import LIBRARY, TeamPracticeState
from coach_the_coach.foundation.words import _
from coach_the_coach.ui.tokens import Words

NARROW: Final = {"overflowWrap": "anywhere"}
"""Long words wrap on a phone."""


def standing() -> rx.Component:
    """Weeks in a row, the last four, and this week; then what is open."""
    own = TeamPracticeState.overview
    return ui.stack(
        ui.stats(
            ui.stat(_("This week"), own.this_week),
            ui.stat(_("In a row"), own.streak),
            ui.stat(_("Last {n} weeks").format(n=WEEKS), own.recent),
        ),
        ui.lines(rx.foreach(own.open, _open)),
        ui.disclosure(
            _("How this is counted"),
            ui.quiet(
                _(
                    "A week counts once a practice was closed in it, with at least one rep who "
                    "tried, talked it over and tried again. The running week breaks nothing."
                )
            ),
        ),
    )


def hard_moments() -> rx.Component:
    """Every hard moment; whoever leads a team begins one here."""
    return ui.section(
        _("Hard moments"),
        ui.lines(*[_moment(one) for one in LIBRARY]),
        about=_("Better tried here than on a buyer. It is safe to be clumsy: that is the point."),
    )


def held() -> rx.Component:
    """What was held, the newest first."""
    rows = TeamPracticeState.held
    return rx.cond(
        ui.count(rows.lines) > 0,
        ui.section(
            _("Held so far"),
            ui.lines(rx.foreach(rows.lines, _held)),
            ui.turner(rows.paging, lambda by: TeamPracticeState.turn("held", by)),
        ),
    )


def own_rounds() -> rx.Component:
    """The reader's own rounds."""
    rows = TeamPracticeState.rounds
    return rx.cond(
        ui.count(rows.lines) > 0,
        ui.section(
            _("Your rounds"),
            ui.lines(rx.foreach(rows.lines, _round)),
            ui.turner(rows.paging, lambda by: TeamPracticeState.turn("rounds", by)),
            about=_("You and whoever led the practice can read this, and nobody else."),
        ),
    )


def counts() -> rx.Component:
    """Of those in reach, in which weeks they practised."""
    rows = TeamPracticeState.counts
    return rx.cond(
        ui.count(rows.lines) > 0,
        ui.section(
            _("Other teams"),
            ui.lines(rx.foreach(rows.lines, _count)),
            ui.turner(rows.paging, lambda by: TeamPracticeState.turn("counts", by)),
            about=_("How often each team practised. What was said in a round stays in it."),
        ),
    )


def script(moment: HardMomentRow | Any) -> rx.Component:
    """One moment as it is read aloud: who says what, what good sounds like, what to ask after."""
    return ui.stack(
        ui.paragraph(moment.situation),
        ui.quote(moment.opening, source=_("The buyer begins")),
        _list(_("For whoever plays the buyer"), moment.prompts),
        ui.stack(ui.heading(_("What good sounds like"), level=3), ui.paragraph(moment.good)),
        _list(_("Ask after the first attempt"), moment.debrief),
        ui.stack(ui.heading(_("Harder, for the second"), level=3), ui.paragraph(moment.harder)),
        style=NARROW,
    )


def _list(title: Words, lines: Any) -> rx.Component:
    return ui.stack(ui.heading(title, level=3), ui.bullets(lines), gap="tight")


def _moment(one: HardMomentRow) -> rx.Component:
    """One moment in the library, opened in place."""
    begin = rx.cond(
        TeamPracticeState.overview.leads,
        ui.actions(
            ui.button(_("Practise this with the team"), on_click=TeamPracticeState.begin(one.key))
        ),
    )
    return rx.el.div(ui.disclosure(one.title, script(one), begin), id=one.key)


def _open(one: OpenPractice) -> rx.Component:
    return ui.row(
        rx.el.div(
            ui.heading(one.title, level=3),
            ui.quiet(
                _("Begun"), " ", ui.moment(one.begun.words, at=one.begun.at, exact=one.begun.exact)
            ),
        ),
        ui.link_button(_("Go on"), one.link),
        apart=True,
    )


def _held(one: HeldLine) -> rx.Component:
    return rx.el.div(
        ui.heading(ui.link(one.title, one.link), level=3),
        ui.quiet(
            ui.moment(one.held.words, at=one.held.at, exact=one.held.exact), " · ", one.rounds
        ),
        ui.paragraph(one.learned),
        style=NARROW,
    )


def _round(one: RoundLine) -> rx.Component:
    return rx.el.div(
        ui.row(ui.heading(one.title, level=3), ui.badge(one.step, one.mark), gap="near"),
        ui.quiet(
            ui.moment(one.held.words, at=one.held.at, exact=one.held.exact),
            " · ",
            _("led by"),
            " ",
            one.coach,
        ),
        rx.cond(one.debrief != "", ui.paragraph(_("To do differently:"), " ", one.debrief)),
        style=NARROW,
    )


def _count(one: CountLine) -> rx.Component:
    return ui.row(
        ui.person(one.name, initials_of=one.name, role=one.title),
        rx.el.div(ui.paragraph(one.recent), ui.quiet(one.streak)),
        apart=True,
    )
