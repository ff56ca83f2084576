"""The team with what is open, and a list of sessions; the latter for whoever may read it."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.log.rows import CommitmentLine, EntryLine, TeamLine
from coach_the_coach.coaching.log.rules import Outcome
from coach_the_coach.coaching.log.state import LogState
from coach_the_coach.foundation.words import _
from coach_the_coach.ui.tokens import Content


def team_section() -> rx.Component:
    """Whom one coaches, who waits longest first."""
    return ui.section(
        _("Your team"),
        rx.cond(
            ui.count(LogState.team) > 0,
            ui.lines(rx.foreach(LogState.team, _member)),
            ui.empty(
                _("Nobody reports to you today."),
                _("Whoever does is shown here, with what you last agreed."),
            ),
        ),
    )


def log_section() -> rx.Component:
    """The sessions, newest first, of everybody or of one."""
    return ui.section(
        rx.cond(
            LogState.person_name != "",
            rx.fragment(_("Sessions with"), " ", LogState.person_name),
            _("Sessions"),
        ),
        sessions(
            LogState.sessions,
            LogState.turn,
            by_coach=False,
            nothing=_("Nothing is in the log yet. The first session takes less than a minute."),
        ),
        action=rx.cond(
            LogState.person != "",
            ui.button(_("Show everybody's"), weight="bare", on_click=LogState.choose("")),
        ),
    )


def sessions(page: Any, turn: Any, *, by_coach: bool, nothing: str) -> rx.Component:
    """A page of sessions; each names the other of the two."""

    def one(line: EntryLine) -> rx.Component:
        other = line.coach if by_coach else line.coached
        return rx.el.div(
            ui.row(
                ui.link(rx.fragment(other, ": ", line.title), line.link),
                ui.quiet(moment(line.day), " · ", line.minutes),
                apart=True,
            ),
            rx.cond(line.focus != "", ui.paragraph(line.focus)),
            rx.cond(line.next_step != "", ui.quiet(_("Next:"), " ", line.next_step)),
            rx.cond(line.missing != "", ui.badge(line.missing, "waiting")),
        )

    return rx.fragment(
        rx.cond(ui.count(page.lines) > 0, ui.lines(rx.foreach(page.lines, one)), ui.quiet(nothing)),
        ui.turner(page.paging, turn),
    )


def step_words(step: CommitmentLine) -> rx.Component:
    """A next step in two lines: what, and whose by when; the first leads to its session."""
    return ui.stack(
        ui.link(step.text, step.link),
        ui.quiet(
            rx.cond(step.deal != "", rx.fragment(step.deal, " · ")),
            step.owner,
            " · ",
            rx.cond(step.is_overdue, _("was due"), _("due")),
            " ",
            moment(step.due, within=True),
        ),
        gap="tight",
    )


def moment(one: Any, *, within: bool = False) -> Content:
    """A day as said, or as said within a sentence."""
    return ui.moment(one.words, at=one.at, exact=one.exact, within=within)


def _member(line: TeamLine) -> rx.Component:
    """Somebody, when they last had a session, what is open, and the two ways to log."""
    return ui.stack(
        ui.row(
            ui.person(
                line.name,
                initials_of=line.name,
                role=rx.cond(
                    line.last.words != "",
                    rx.fragment(_("Last session:"), " ", moment(line.last)),
                    _("No session yet"),
                ),
            ),
            ui.row(
                ui.link_button(
                    rx.fragment(
                        _("Session"), ui.unseen(rx.fragment(" ", _("with"), " ", line.name))
                    ),
                    line.new_link,
                ),
                ui.link_button(
                    rx.fragment(
                        _("Moment"), ui.unseen(rx.fragment(" ", _("with"), " ", line.name))
                    ),
                    line.moment_link,
                    weight="bare",
                ),
                ui.button(
                    rx.fragment(_("Show"), ui.unseen(rx.fragment(" ", _("only"), " ", line.name))),
                    weight="bare",
                    on_click=LogState.choose(line.public_id),
                ),
                gap="near",
            ),
            apart=True,
        ),
        rx.foreach(line.open, _open),
        gap="near",
    )


def _open(step: CommitmentLine) -> rx.Component:
    """One open next step with what may have become of it."""
    return ui.row(
        # On a phone the words have the width, and what became of it stands beneath.
        rx.el.div(step_words(step), flex="1 1 280px"),
        ui.row(
            ui.button(_("Kept"), on_click=LogState.close(step.public_id, Outcome.KEPT.value)),
            ui.button(
                _("Not kept"), on_click=LogState.close(step.public_id, Outcome.NOT_KEPT.value)
            ),
            gap="near",
        ),
        apart=True,
    )
