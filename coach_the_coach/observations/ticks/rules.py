"""Six plain habits, each seen today or not: words for the talk, never part of a score. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from coach_the_coach.foundation.words import _


class Tick(StrEnum):
    """One habit; the ones to keep first. Source: docs/method.md#ticks."""

    GAP = "gap"
    DECIDED = "decided"
    DIFFERENTLY = "differently"
    UPDATES = "updates"
    NUMBERS = "numbers"
    SAVED = "saved"


HELPED: Final = (Tick.GAP, Tick.DECIDED, Tick.DIFFERENTLY)
"""The habits to keep; the others got in the way."""


def tick_word(tick: Tick) -> str:
    """The habit as the form asks for it."""
    return {
        Tick.GAP: _("Coached the gap, not the symptom"),
        Tick.DECIDED: _("Decided a next action"),
        Tick.DIFFERENTLY: _("Asked what they would do differently"),
        Tick.UPDATES: _("Asked for updates instead of evidence"),
        Tick.NUMBERS: _("Reviewed numbers without a decision"),
        Tick.SAVED: _("Saved the deal"),
    }[tick]


def tick_sentences(ticks: Mapping[str, bool], name: str) -> tuple[str, ...]:
    """What was seen of `name`, the habits to keep first; nothing of what was not seen."""
    return tuple(_sentence(tick).format(name=name) for tick in Tick if ticks.get(tick))


def _sentence(tick: Tick) -> str:
    return {
        Tick.GAP: _("{name} coached the gap, not the symptom."),
        Tick.DECIDED: _("{name} decided a next action with them."),
        Tick.DIFFERENTLY: _("{name} asked what they would do differently next time."),
        Tick.UPDATES: _("{name} asked for updates. Asking for evidence would show more."),
        Tick.NUMBERS: _("{name} went through numbers. A decision at the end makes them count."),
        Tick.SAVED: _("{name} saved the deal. The next one can be theirs to save."),
    }[tick]
