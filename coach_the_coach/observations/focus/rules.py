"""The ONE thing between an observer and somebody they observe, from one session to the next."""

from collections.abc import Iterable
from typing import Final

from coach_the_coach.foundation.words import _
from coach_the_coach.observations.rules import Seen

LEARNED_AFTER: Final = 2
"""A ONE thing seen this often is learned; then the next is chosen.

Source: docs/method.md#one-thing."""


def seen_word(seen: Seen) -> str:
    """The answer in words."""
    return {
        Seen.SEEN: _("Seen"),
        Seen.PARTLY: _("Partly"),
        Seen.NO_CHANCE: _("No chance to see it"),
    }[seen]


def times_seen(answers: Iterable[Seen | None]) -> int:
    """How often it was seen; a half-seen one does not count."""
    return sum(answer is Seen.SEEN for answer in answers)


def is_learned(answers: Iterable[Seen | None]) -> bool:
    """Whether a ONE thing was seen often enough for the next."""
    return times_seen(answers) >= LEARNED_AFTER
