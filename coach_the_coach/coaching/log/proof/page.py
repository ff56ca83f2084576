"""The past days as proof, to be read on a screen and on paper."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.log.proof.rows import ProofLine
from coach_the_coach.coaching.log.proof.state import ProofState
from coach_the_coach.coaching.log.rules import PROOF_DAYS
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, nothing_here, ready
from coach_the_coach.shell.state import FrameState

_counts = ProofState.counts


@rx.page(
    route=routes.PROOF,
    title=_("The past 30 days · Coach the Coach"),
    on_load=[FrameState.arrive, ProofState.load],
)
def proof_page() -> rx.Component:
    """Every session with its five fields, or how many there were."""
    return frame(
        ready(
            ProofState.stage != "",
            rx.match(
                ProofState.stage,
                ("whole", rx.fragment(_heading(), _figures(), _sessions())),
                ("counts", rx.fragment(_heading(), _figures(), _no_words())),
                nothing_here(),
            ),
            waiting=ui.skeleton(8, name=_("Fetching the past days")),
        ),
    )


def _heading() -> rx.Component:
    return ui.page_heading(
        _("The past {days} days").format(days=PROOF_DAYS),
        about=rx.fragment(
            _counts.coach, ", ", _counts.first.exact, " ", _("to"), " ", _counts.last.exact
        ),
        back=rx.cond(
            ProofState.proof.is_mine & (ProofState.stage == "whole"),
            ui.back_link(_("Coaching log"), routes.LOG),
            ui.back_link(_("Home"), routes.HOME),
        ),
    )


def _figures() -> rx.Component:
    """How many, and how many of them say all five."""
    of = rx.fragment(" ", _("of"), " ", _counts.sessions)
    return ui.stats(
        ui.stat(_("Sessions"), _counts.sessions, meaning=_("in the log")),
        ui.stat(_("Complete"), _counts.complete, of=of, meaning=_("say all five")),
        ui.stat(_("Specific"), _counts.specific, of=of, meaning=_("name a moment")),
        ui.stat(_("Planned"), _counts.planned, of=of, meaning=_("agreed beforehand")),
        ui.stat(_("Listened"), _counts.listened, of=of, meaning=_("to a customer call")),
        ui.stat(_("Minutes"), _counts.minutes, meaning=_("of all kinds")),
        ui.stat(_("People"), _counts.coached, meaning=_("coached at least once")),
    )


def _no_words() -> rx.Component:
    return ui.quiet(_("What was said is for the two and for who leads the coach directly."))


def _sessions() -> rx.Component:
    proof = ProofState.proof
    return ui.section(
        _("Sessions"),
        rx.cond(
            ui.count(proof.lines) > 0,
            ui.lines(rx.foreach(proof.lines, _session)),
            ui.empty(
                _("Nothing is in the log for these days."),
                _("A session that was logged is shown here with its five fields."),
            ),
        ),
        rx.cond(
            proof.left_out > 0,
            ui.quiet(proof.left_out, " ", _("older ones are counted above and not shown.")),
        ),
    )


def _session(line: ProofLine) -> rx.Component:
    """The five fields of one session, and what is missing."""
    return rx.el.div(
        ui.row(
            ui.stack(
                ui.link(rx.fragment(line.title, ": ", line.coached), line.link),
                ui.quiet(line.day.exact),
                gap="tight",
            ),
            rx.cond(line.missing != "", ui.badge(line.missing, "waiting"), _all_said()),
            apart=True,
        ),
        ui.facts(
            (_("Focus"), _or_nothing(line.focus)),
            (_("Feedback"), _or_nothing(line.feedback)),
            (
                _("Next step"),
                rx.cond(
                    line.next_step != "",
                    rx.fragment(
                        line.next_step, rx.cond(line.due != "", rx.fragment(" (", line.due, ")"))
                    ),
                    _("Not said"),
                ),
            ),
        ),
        style={"breakInside": "avoid"},
    )


def _all_said() -> rx.Component:
    return ui.badge(_("All five said"), "done")


def _or_nothing(words: Any) -> rx.Component:
    return rx.cond(words != "", rx.el.span(words, style={"whiteSpace": "pre-wrap"}), _("Not said"))
