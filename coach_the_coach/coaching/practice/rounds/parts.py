"""The pieces of the page on which one practice is led: made for a phone held in one hand."""

from typing import Any, Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.log.rules import REASON_LENGTH
from coach_the_coach.coaching.practice.parts import script
from coach_the_coach.coaching.practice.rounds.rows import TurnRow
from coach_the_coach.coaching.practice.rounds.state import PracticeRoundsState
from coach_the_coach.coaching.practice.rules import DEBRIEF_LENGTH, LEARNED_LENGTH
from coach_the_coach.foundation.words import _

PAUSE: Final = 500
"""Milliseconds without a key after which a text is kept, even before one leaves its field."""

_own = PracticeRoundsState.practice.public_id


def moment() -> rx.Component:
    """What is read aloud, open until somebody has tried."""
    row = PracticeRoundsState.practice
    return ui.section(_("The moment"), ui.disclosure(_("To read aloud"), script(row.moment)))


def team() -> rx.Component:
    """Everybody of the team, each with the next tap of their round."""
    return ui.section(
        _("Who is trying?"),
        ui.lines(rx.foreach(PracticeRoundsState.practice.turns, _turn)),
        about=_(
            "One sells, one plays the buyer, the others watch. Afterwards whoever sold speaks "
            "first. Every tap is kept."
        ),
    )


def ending() -> rx.Component:
    """How long it took, whether it was agreed before, what was learned."""
    problems = PracticeRoundsState.problems
    return ui.section(
        _("To end"),
        ui.state_form(
            rx.el.div(
                rx.cond(
                    problems["rounds"], ui.callout(problems["rounds"], tone="danger", urgent=True)
                ),
                id="rounds",
                tab_index=-1,
            ),
            ui.text_field(
                _("Minutes"),
                "minutes",
                value=PracticeRoundsState.practice.minutes,
                problem=problems["minutes"],
                short=True,
                input_mode="numeric",
            ),
            ui.yes_no(_("Was the time agreed on before?"), "planned", problem=problems["planned"]),
            ui.text_area(
                _("What did the team learn?"),
                "learned",
                hint=_(
                    "A sentence that helps next time, and names nobody. It goes into your log, "
                    "which whoever leads you directly can read."
                ),
                problem=problems["learned"],
                max_length=LEARNED_LENGTH,
            ),
            ui.actions(
                ui.button(
                    _("Close the practice"),
                    weight="primary",
                    submit=True,
                    busy=PracticeRoundsState.busy,
                ),
                _discard(),
            ),
            on_submit=PracticeRoundsState.close,
        ),
    )


def result() -> rx.Component:
    """What a closed practice came to."""
    row = PracticeRoundsState.practice
    return ui.stack(
        rx.cond(
            row.is_withdrawn,
            ui.callout(
                _("This was taken out of the log, and counts no longer:"), " ", row.why_withdrawn
            ),
        ),
        ui.facts(
            (_("How long"), row.minutes),
            (_("How it came about"), row.planned),
            (_("Full rounds"), row.full_rounds),
            (_("What was learned"), row.learned),
        ),
        ui.section(_("Rounds"), ui.lines(rx.foreach(row.turns, _done))),
        moment(),
        rx.cond(row.is_withdrawn, rx.fragment(), _withdraw()),
        gap="between",
    )


def _withdraw() -> rx.Component:
    """Taking a closed practice back."""
    return ui.disclosure(
        _("Withdraw it"),
        ui.state_form(
            ui.text_area(
                _("Why does it not stand?"),
                "reason",
                hint=_("Whoever can read your log reads this too."),
                problem=PracticeRoundsState.problems["reason"],
                max_length=REASON_LENGTH,
            ),
            ui.actions(ui.button(_("Withdraw"), submit=True, weight="danger")),
            on_submit=PracticeRoundsState.withdraw(_own),
        ),
    )


def _turn(turn: TurnRow | Any) -> rx.Component:
    """One rep: how far they are, and the one tap that comes next."""
    problem = PracticeRoundsState.problems[turn.public_id]
    return rx.el.div(
        ui.row(
            ui.person(turn.name, initials_of=turn.name),
            ui.badge(turn.step_word, turn.mark),
            apart=True,
        ),
        rx.cond(
            turn.step == "none",
            rx.fragment(
                ui.button(
                    rx.fragment(turn.first_name, " ", _("has tried it")),
                    wide=True,
                    on_click=PracticeRoundsState.attempt(_own, turn.public_id),
                ),
                rx.cond(problem, ui.callout(problem, tone="danger", urgent=True)),
            ),
            _begun(turn, problem),
        ),
        key=turn.public_id,
    )


def _begun(turn: TurnRow | Any, problem: Any) -> rx.Component:
    """What to do differently, in the rep's own words, and then the second attempt."""
    return ui.stack(
        ui.text_area(
            rx.fragment(_("One thing to do differently, in the words of"), " ", turn.first_name),
            "debrief",
            id=f"debrief-{turn.public_id}",
            value=turn.debrief,
            hint=rx.fragment(_("Let them speak first, then add yours.")),
            problem=problem,
            max_length=DEBRIEF_LENGTH,
            on_change=PracticeRoundsState.keep_debrief(_own, turn.public_id).debounce(PAUSE),
            on_blur=PracticeRoundsState.keep_debrief(_own, turn.public_id),
        ),
        rx.cond(
            turn.step == "retried",
            rx.fragment(),
            ui.button(
                rx.fragment(turn.first_name, " ", _("has tried it again")),
                wide=True,
                disabled=turn.step == "attempted",
                on_click=PracticeRoundsState.retry(_own, turn.public_id),
            ),
        ),
        ui.button(
            rx.fragment(_("Take back the last tap for"), " ", turn.first_name),
            weight="bare",
            on_click=PracticeRoundsState.take_back(_own, turn.public_id),
        ),
        gap="tight",
    )


def _done(turn: TurnRow | Any) -> rx.Component:
    return rx.el.div(
        ui.row(
            ui.person(turn.name, initials_of=turn.name),
            ui.badge(turn.step_word, turn.mark),
            apart=True,
        ),
        rx.cond(turn.debrief != "", ui.paragraph(_("To do differently:"), " ", turn.debrief)),
    )


def _discard() -> rx.Component:
    """The way out while nobody has tried."""
    return ui.button(_("Discard"), weight="bare", on_click=PracticeRoundsState.discard(_own))
