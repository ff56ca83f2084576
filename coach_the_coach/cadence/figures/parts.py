"""The pieces of figures: what was kept, each with what it is out of, and month by month."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.figures.rows import (
    BlockerLine,
    BlockersRow,
    FigureLine,
    FiguresRow,
    ManagerLine,
    MonthLine,
)
from coach_the_coach.cadence.figures.state import FiguresState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.state import FrameState
from coach_the_coach.ui.tokens import Rows, Words


def figures(title: Words, row: FiguresRow) -> rx.Component:
    """Everything of one coach: the last months together, then each by itself, and the file."""
    return rx.fragment(
        ui.section(title, lines(row.lines), about=row.period),
        ui.section(_("Month by month"), _months(row.months)),
        ui.row(
            ui.native_link(
                _("What they are made of, as a file"), row.export, download="figures.zip"
            ),
            made_link(),
        ),
    )


def blockers(row: BlockersRow) -> rx.Component:
    """What was in the way of sessions that were missed, each with what to ask about it."""
    return rx.cond(
        ui.count(row.lines) > 0,
        ui.section(
            _("What was in the way"),
            ui.lines(rx.foreach(row.lines, _blocker)),
            about=rx.fragment(
                row.period,
                ". ",
                _("Only the coach and whoever leads them directly see this: it is to talk about."),
            ),
        ),
    )


def _blocker(one: BlockerLine) -> rx.Component:
    return ui.stack(
        ui.row(rx.el.span(one.name), ui.figures(one.count), apart=True),
        ui.quiet(one.question),
        gap="tight",
    )


def lines(rows: Rows) -> rx.Component:
    """Figures beside each other."""
    return rx.el.dl(rx.foreach(rows, _line), class_name="stats")


def managers() -> rx.Component:
    """Those whom the reader leads as lines that open, with all of them together above."""
    team = FiguresState.team
    return ui.section(
        rx.cond(FrameState.person.coaches, _("My managers"), _("Everybody who coaches")),
        rx.cond(
            ui.count(team.lines) > 0,
            rx.fragment(
                lines(team.together),
                ui.data_table(
                    _("Figures of those you lead, by name"),
                    [
                        ui.Column(_("Name"), _name, whole=True),
                        ui.Column(_("Kept"), lambda one: one.kept),
                        ui.Column(_("Coaching share"), _share),
                        ui.Column(_("Developmental"), lambda one: one.developmental),
                        ui.Column(_("Planned"), lambda one: one.planned),
                        ui.Column(_("Log complete"), lambda one: one.complete),
                        ui.Column(_("Coverage"), lambda one: one.coverage),
                        ui.Column(_("Practice in a row"), lambda one: one.streak),
                    ],
                    team.lines,
                ),
                ui.turner(FiguresState.paging, FiguresState.turn),
            ),
            ui.empty(
                _("Nobody who coaches reports to you"),
                _("The figures of those whom you lead will stand here, by name."),
            ),
        ),
        about=team.period,
    )


def made_link() -> rx.Component:
    """The way to how every number is made."""
    return ui.link(_("How these numbers are made"), routes.MADE)


def _line(one: FigureLine) -> rx.Component:
    """One figure with what it is out of and what it means."""
    return rx.el.div(
        rx.el.dt(one.name),
        rx.el.dd(
            rx.el.span(one.figure),
            rx.cond(one.of != "", ui.quiet(one.of)),
            class_name="stat-number",
        ),
        rx.cond(one.meaning != "", rx.el.dd(one.meaning, class_name="stat-meaning")),
        class_name="stat",
        key=one.key,
    )


def _months(rows: list[MonthLine]) -> rx.Component:
    return ui.data_table(
        _("The months one by one, newest first"),
        [
            ui.Column(_("Month"), lambda one: one.month, whole=True),
            ui.Column(_("Kept"), lambda one: one.kept),
            ui.Column(_("Coaching share"), lambda one: one.coaching),
            ui.Column(_("Developmental"), lambda one: one.developmental),
            ui.Column(_("Planned"), lambda one: one.planned),
            ui.Column(_("Log complete"), lambda one: one.complete),
            ui.Column(_("Coverage"), lambda one: one.coverage),
            ui.Column(_("Moved or cancelled"), lambda one: one.moved),
        ],
        rows,
        empty=ui.quiet(_("No month is known yet.")),
    )


def _name(one: ManagerLine) -> rx.Component:
    return ui.stack(ui.whole_link(one.name, one.link), ui.quiet(one.title), gap="tight")


def _share(one: ManagerLine) -> rx.Component:
    return rx.fragment(one.coaching, rx.cond(one.band != "", rx.fragment(" ", ui.quiet(one.band))))
