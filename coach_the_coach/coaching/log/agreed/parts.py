"""What waits for an answer, what is open, and the sessions about the reader."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.log.agreed.rows import AskedLine
from coach_the_coach.coaching.log.agreed.state import AgreedState
from coach_the_coach.coaching.log.parts import sessions, step_words
from coach_the_coach.coaching.log.rows import CommitmentLine
from coach_the_coach.coaching.log.rules import Answer, Outcome, answer_word
from coach_the_coach.foundation.words import _

_agreed = AgreedState.agreed


def all_of_it() -> rx.Component:
    """The three parts; the first only where something waits."""
    return ui.stack(
        rx.cond(
            ui.count(_agreed.asked) > 0,
            ui.section(
                _("Is this what you took away?"),
                ui.lines(rx.foreach(_agreed.asked, _asked)),
                about=_("One tap. It is a count, and no mark for you or for them."),
            ),
        ),
        ui.section(
            _("Open next steps"),
            rx.cond(
                ui.count(_agreed.open) > 0,
                ui.lines(rx.foreach(_agreed.open, _open)),
                ui.quiet(_("Nothing is open.")),
            ),
        ),
        ui.section(
            _("Sessions with you"),
            sessions(
                _agreed.sessions,
                AgreedState.turn,
                by_coach=True,
                nothing=_("Nobody has logged a session with you yet."),
            ),
        ),
        gap="between",
    )


def _asked(line: AskedLine) -> rx.Component:
    """One next step with the two answers."""
    return ui.stack(
        ui.link(line.text, line.link),
        ui.quiet(line.coach, " · ", line.owner, ", ", _("due"), " ", _moment(line.due)),
        ui.actions(
            *[
                ui.button(answer_word(one), on_click=AgreedState.say(line.public_id, one.value))
                for one in Answer
            ]
        ),
        gap="near",
    )


def _open(line: CommitmentLine) -> rx.Component:
    """One open next step and what may have become of it."""
    return ui.stack(
        step_words(line),
        ui.actions(
            ui.button(_("Kept"), on_click=AgreedState.close(line.public_id, Outcome.KEPT.value)),
            ui.button(
                _("Not kept"), on_click=AgreedState.close(line.public_id, Outcome.NOT_KEPT.value)
            ),
        ),
        gap="near",
    )


def _moment(one: Any) -> rx.Component:
    return ui.moment(one.words, at=one.at, exact=one.exact, within=True)
