"""One session: what was agreed first, then what was said, and how it was."""

from typing import Any, Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.log.entry.state import EntryState
from coach_the_coach.coaching.log.rules import REASON_LENGTH, Answer, Outcome, answer_word
from coach_the_coach.foundation.words import _

ENTERED: Final = {"whiteSpace": "pre-wrap"}
"""Words as somebody typed them."""

_entry = EntryState.entry
_step = EntryState.entry.step
_answer = EntryState.answer


def session() -> rx.Component:
    """The whole session as the reader may read it."""
    return ui.stack(
        _withdrawn(),
        _next_step(),
        _said(),
        _facts(),
        rx.cond(_entry.may_withdraw, _changes()),
        gap="between",
    )


def _withdrawn() -> rx.Component:
    return rx.cond(
        _entry.withdrawn.words != "",
        ui.callout(_("Withdrawn"), " ", _moment(_entry.withdrawn), ": ", _entry.why_withdrawn),
    )


def _next_step() -> rx.Component:
    """What was agreed, the answer to it, and what became of it."""
    return rx.cond(
        _step.text != "",
        ui.section(
            _("Next step"),
            ui.card(
                ui.lead(_step.text),
                ui.quiet(_step.owner, " · ", _("due"), " ", _moment(_step.due, within=True)),
                rx.cond(
                    _step.is_open,
                    rx.cond(_step.is_overdue, ui.badge(_("Was due"), "waiting")),
                    ui.badge(_step.outcome, _step.mark),
                ),
            ),
            rx.cond(_answer.is_asked, _answered()),
            rx.cond(_entry.may_close, _close()),
        ),
    )


def _answered() -> rx.Component:
    """What the one coached said, and for them the two taps."""
    said = rx.cond(_answer.words != "", ui.quiet(_answer.words))
    return rx.cond(
        _answer.is_mine,
        ui.stack(
            ui.paragraph(_("Is this what you took away? It is a count, and no mark for anybody.")),
            ui.actions(*[_tap(one) for one in Answer]),
            said,
        ),
        said,
    )


def _tap(one: Answer) -> rx.Component:
    """One of the two answers; the one given is marked as pressed."""
    return ui.button(
        answer_word(one),
        on_click=EntryState.say(_entry.public_id, one.value),
        aria_pressed=rx.cond(_answer.answer == one.value, "true", "false"),
    )


def _close() -> rx.Component:
    def button(words: str, outcome: Outcome) -> rx.Component:
        return ui.button(
            words, on_click=EntryState.close(_entry.public_id, _step.public_id, outcome.value)
        )

    return ui.stack(
        ui.paragraph(_("What became of it?")),
        ui.actions(
            button(_("Kept"), Outcome.KEPT),
            button(_("Not kept"), Outcome.NOT_KEPT),
        ),
    )


def _said() -> rx.Component:
    """Focus, feedback and the moment it is about."""
    return ui.section(
        rx.cond(_entry.focus != "", _entry.focus, _("What was said")),
        rx.cond(_entry.skill != "", ui.quiet(_("Working on:"), " ", _entry.skill)),
        rx.cond(_entry.moment != "", ui.quote(rx.el.span(_entry.moment, style=ENTERED))),
        rx.cond(_entry.feedback != "", ui.paragraph(rx.el.span(_entry.feedback, style=ENTERED))),
        rx.cond(_entry.missing != "", ui.badge(_entry.missing, "waiting")),
        rx.cond(
            ~_entry.is_specific & (_entry.part == "coach"),
            ui.quiet(_("Name the moment it is about, and the feedback is specific.")),
        ),
    )


def _facts() -> rx.Component:
    """When, how long, what for."""
    return ui.section(
        _("The session"),
        ui.facts(
            (_("When"), _moment(_entry.day)),
            (_("With"), _entry.coached),
            (_("Held by"), _entry.coach),
            (_("How long"), rx.fragment(_entry.minutes, " (", _entry.kinds, ")")),
            (_("What for"), rx.fragment(_entry.purpose, " · ", _entry.planned)),
            (
                _("Logged"),
                rx.fragment(
                    _moment(_entry.logged),
                    rx.cond(
                        _entry.changed.words != "",
                        rx.fragment(", ", _("corrected"), " ", _moment(_entry.changed)),
                    ),
                ),
            ),
        ),
        rx.cond(_entry.deal != "", ui.facts((_("Deal"), _entry.deal))),
    )


def _changes() -> rx.Component:
    """Putting it right for a week, and taking it back at any time."""
    return ui.stack(
        rx.cond(
            _entry.may_correct,
            ui.actions(ui.link_button(_("Correct it"), _entry.correct_link)),
        ),
        ui.disclosure(
            _("Withdraw it"),
            ui.state_form(
                ui.text_area(
                    _("Why does it not stand?"),
                    "reason",
                    hint=_("Whoever can read the session reads this too."),
                    problem=EntryState.problems["reason"],
                    max_length=REASON_LENGTH,
                ),
                ui.actions(ui.button(_("Withdraw"), submit=True, weight="danger")),
                on_submit=EntryState.withdraw(_entry.public_id),
            ),
        ),
    )


def _moment(one: Any, *, within: bool = False) -> rx.Component:
    return ui.moment(one.words, at=one.at, exact=one.exact, within=within)
