"""The fields of a skill that is begun or changed."""

from typing import Any, Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.cycles.rules import (
    LENGTHS,
    cause_meaning,
    cause_word,
    fear_word,
    help_with,
    ladder_meaning,
    ladder_word,
)
from coach_the_coach.coaching.cycles.writing.state import CycleWritingState
from coach_the_coach.coaching.rules import Cause, Fear, Ladder
from coach_the_coach.foundation.words import _
from coach_the_coach.ui.tokens import Content

CAUSES: Final = [ui.Option(one, cause_word(one), cause_meaning(one)) for one in Cause]
FEARS: Final = [ui.Option(one, fear_word(one)) for one in Fear]
LADDER: Final = [ui.Option(one, ladder_word(one), ladder_meaning(one)) for one in Ladder]

_row = CycleWritingState.row
_problems = CycleWritingState.problems


def form() -> rx.Component:
    """From what falls short, over what leads to it, to what will show that it is done."""
    return ui.state_form(
        rx.cond(_row.change == "", _person()),
        _line(
            "baseline",
            _("Where does it fall short today?"),
            _("A result first, then what leads to it: 18 % become a second meeting; 2 of 10 asked"),
        ),
        _line("skill", _("The one skill"), _("Small enough to be coached every week.")),
        ui.radio_cards(
            _("What is in the way?"),
            "cause",
            CAUSES,
            value=_row.cause,
            hint=_("As far as you can tell. Ask before you decide."),
            problem=_problems["cause"],
            on_change=CycleWritingState.choose_cause,
        ),
        rx.cond(
            CycleWritingState.cause == Cause.FEAR,
            ui.radio_cards(
                _("Fear of what?"), "fear", FEARS, value=_row.fear, problem=_problems["fear"]
            ),
        ),
        _help(),
        _line("target", _("Where is it to be?"), _("What leads to the result: 7 of 10 asked")),
        _area(
            "exit_evidence", _("What will show that it is done?"), _("What one can see or count")
        ),
        ui.radio_cards(
            _("Where are they on the ladder?"),
            "ladder",
            LADDER,
            value=_row.ladder,
            problem=_problems["ladder"],
        ),
        _area(
            "deals",
            _("Seen in which deals?"),
            _("One in a line, two at least: one deal is not a pattern."),
            optional=True,
        ),
        ui.text_field(
            _("And then?"),
            "next_skill",
            hint=_("The skill that comes next, if you know it."),
            optional=True,
            **_of("next_skill"),
        ),
        _reason(),
        ui.actions(
            ui.button(
                rx.cond(_row.change != "", _("Keep"), _("Begin")),
                weight="primary",
                submit=True,
                busy=CycleWritingState.busy,
            ),
        ),
        on_submit=CycleWritingState.submit(_row.change, _row.opened),
        key=CycleWritingState.version,
    )


def _person() -> rx.Component:
    return ui.select(
        _("With whom?"),
        "person",
        _row.people,
        value=_row.person,
        blank=_("Choose"),
        problem=_problems["person"],
        on_change=CycleWritingState.choose_person,
    )


def _reason() -> rx.Component:
    """Why there is a second one; asked only where there is a first."""
    first = CycleWritingState.others
    return rx.cond(
        first != "",
        ui.stack(
            ui.callout(_("They work on this already:"), " ", first),
            _area("reason", _("Why both at once?"), _("One skill at a time moves the most.")),
        ),
    )


def _help() -> rx.Component:
    """What helps against the cause that is chosen, with a question to ask first."""
    told = [
        (one, ui.callout(rx.el.strong(advice.question), " ", advice.hint))
        for one in Cause
        if (advice := help_with(one))
    ]
    return rx.fragment(rx.match(CycleWritingState.cause, *told, rx.fragment()))


def _line(name: str, label: str, hint: Content) -> rx.Component:
    return ui.text_field(label, name, hint=hint, **_of(name))


def _area(name: str, label: str, hint: Content, *, optional: bool = False) -> rx.Component:
    return ui.text_area(label, name, hint=hint, optional=optional, **_of(name))


def _of(name: str) -> dict[str, Any]:
    """What a text field of this name begins with, and what is wrong with it."""
    given: dict[str, Any] = {"value": getattr(_row, name), "problem": _problems[name]}
    if name in LENGTHS:
        given["max_length"] = LENGTHS[name]
    return given
