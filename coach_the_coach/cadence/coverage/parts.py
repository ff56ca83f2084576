"""Who coaches whom, and how the last days were shared out."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.coverage.rows import RepCoach, RepMinutes
from coach_the_coach.cadence.coverage.state import CoverageState
from coach_the_coach.cadence.policy.mine.parts import bar
from coach_the_coach.foundation.words import _


def coaches() -> rx.Component:
    """Reps without a coach, or everybody with theirs."""
    return ui.section(
        _("Each rep's coach"),
        ui.search_field(_("Find a rep by name or team"), on_change=CoverageState.find),
        ui.checkbox(
            _("Only those whom nobody coaches"),
            "without",
            checked=CoverageState.without,
            on_change=CoverageState.show_without,
        ),
        rx.cond(
            ui.count(CoverageState.coaches.lines) > 0,
            ui.lines(rx.foreach(CoverageState.coaches.lines, _coach)),
            rx.cond(
                CoverageState.without & (CoverageState.search == ""),
                ui.empty(_("Nobody is without a coach"), _("Every rep in your reach has one.")),
                ui.quiet(_("Nobody found.")),
            ),
        ),
        ui.turner(CoverageState.coaches.page, CoverageState.turn),
        about=_(
            "A rep is coached by whom they report to. Where that is not so, somebody else steps in."
        ),
    )


def spent() -> rx.Component:
    """Minutes of the last 30 days with each, as small bars."""
    return ui.section(
        _("The last 30 days"),
        ui.checkbox(
            _("Only those who had no session"),
            "left_out",
            checked=CoverageState.left_out,
            on_change=CoverageState.show_left_out,
        ),
        rx.cond(
            ui.count(CoverageState.spent.lines) > 0,
            ui.lines(rx.foreach(CoverageState.spent.lines, _minutes)),
            ui.quiet(_("Nobody.")),
        ),
        ui.turner(CoverageState.spent.page, CoverageState.turn_spent),
        about=_(
            "Minutes with each rep, from sessions in the log of 15 minutes or more. By name: it is "
            "no ranking. Whoever is coached by enablement or from outside is not in it."
        ),
    )


def _coach(one: RepCoach) -> rx.Component:
    """A rep with who coaches them, or why nobody does."""
    return ui.row(
        ui.person(
            one.name,
            initials_of=one.name,
            role=rx.cond(one.note != "", one.note, rx.fragment(one.coach, " · ", one.kind)),
        ),
        rx.cond(
            one.link != "",
            ui.link(
                rx.fragment(
                    rx.cond(one.note != "", _("Name a coach"), _("Change")),
                    ui.unseen(rx.fragment(" ", one.name)),
                ),
                one.link,
            ),
        ),
        apart=True,
    )


def _minutes(one: RepMinutes) -> rx.Component:
    """A rep with the minutes as a bar, and to whom they report."""
    return ui.stack(
        bar(one.name, one.share, one.spent),
        ui.quiet(_("reports to"), " ", one.manager),
        gap="tight",
    )
