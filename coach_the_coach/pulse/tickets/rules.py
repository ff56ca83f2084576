"""What an answer must hold. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from coach_the_coach.foundation.words import _
from coach_the_coach.pulse.rules import SCALE, questions

FIELDS: Final = ("rating", "thinking", "one_thing", "hard")
"""The names of what is asked, in order. Source: docs/method.md#pulse."""


@dataclass(frozen=True)
class Answers:
    """What somebody says, each from 1 to 5; None for what could not be read."""

    rating: int | None = None
    thinking: int | None = None
    one_thing: int | None = None
    hard: int | None = None


def answers_from(form: Mapping[str, str]) -> Answers:
    """What was chosen."""
    return Answers(**{name: _chosen(form.get(name, "")) for name in FIELDS})


def problems_in(answers: Answers) -> dict[str, str]:
    """What keeps answers from being kept: field to sentence."""
    return {
        name: _("Choose a number from {least} to {most}.").format(least=SCALE[0], most=SCALE[-1])
        for name in FIELDS
        if getattr(answers, name) not in SCALE
    }


def questions_in_order() -> list[tuple[str, str]]:
    """Each field with what is asked."""
    return [(name, questions()[name]) for name in FIELDS]


def scale_words() -> str:
    """What the two ends of the scale mean."""
    return _("1 is not at all, 5 is fully.")


def asked_words(coach: str, month: str) -> str:
    """What somebody is told when they are asked; at most 300 characters with any name of ours."""
    text = _("How were your sessions with {coach} in {month}? It takes 20 seconds.")
    return text.format(coach=coach, month=month)


def _chosen(typed: str) -> int | None:
    return int(typed) if typed in {str(number) for number in SCALE} else None
