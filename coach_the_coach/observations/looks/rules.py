"""What a short look holds, and what is missing before it can be given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from coach_the_coach.foundation.words import _
from coach_the_coach.observations.rating.rules import ONE_THING_LENGTH, QUOTE_LENGTH
from coach_the_coach.observations.rubric.rules import DIMENSIONS, LEVELS

FEW: Final = 2
"""Most dimensions of one look. Source: docs/method.md#short-look."""

LENGTHS: Final = {"moment": QUOTE_LENGTH, "to_try": ONE_THING_LENGTH}
"""Most characters of each text. Source: docs/method.md#short-look."""


@dataclass(frozen=True)
class LookDraft:
    """A look as far as it was written; None is a dimension chosen and not rated yet."""

    levels: Mapping[int, int | None] = field(default_factory=dict)
    moment: str = ""
    to_try: str = ""


def problems_in(draft: LookDraft) -> dict[str, str]:
    """What keeps a draft from being kept as it is: field to sentence."""
    problems = {
        name: _("At most {length} characters.").format(length=longest)
        for name, longest in LENGTHS.items()
        if len(getattr(draft, name)) > longest
    }
    if len(draft.levels) > FEW:
        problems["dimensions"] = _("Two at most. Take one off to choose another.")
    elif not set(draft.levels) <= set(range(1, DIMENSIONS + 1)):
        problems["dimensions"] = _("The form has no such dimension.")
    for dimension, level in draft.levels.items():
        if level is not None and not 1 <= level <= LEVELS:
            problems[f"level_{dimension}"] = _("Choose one of the four.")
    return problems


def missing_in(draft: LookDraft) -> dict[str, str]:
    """What keeps a draft from being given: field to sentence."""
    problems = problems_in(draft)
    if not draft.levels:
        problems["dimensions"] = _("Choose one or two that you watched for.")
    for dimension, level in draft.levels.items():
        if level is None:
            problems[f"level_{dimension}"] = _("Choose which of these you saw.")
    if not draft.moment.strip():
        problems["moment"] = _("Write down one moment: what was said or done.")
    if not draft.to_try.strip():
        problems["to_try"] = _("Write one thing they could try.")
    return problems
