"""What a signature under one thing has to say. Pure."""

from typing import Final

from coach_the_coach.certification.deciding.rules import LEAST_WORDS
from coach_the_coach.certification.requirements.base import Requirement
from coach_the_coach.certification.requirements.signed import Attested
from coach_the_coach.foundation.words import _

LONGEST_REASON: Final = 300
"""Most characters of why somebody signs. Source: docs/method.md#text-lengths."""

LONGEST_WHY: Final = 200
"""Most characters of why a signature is taken back. Source: docs/method.md#text-lengths."""


def problem_in_reason(text: str, most: int = LONGEST_REASON) -> str:
    """What is wrong with a reason; empty for nothing."""
    if LEAST_WORDS <= len(text.strip()) <= most:
        return ""
    return _("Say why, in {least} to {most} characters.").format(least=LEAST_WORDS, most=most)


def is_specialists(requirement: Requirement) -> bool:
    """Whether a specialist signs for it; otherwise a leader above does."""
    return isinstance(requirement, Attested)


def who_signs(requirement: Requirement) -> str:
    """Who signs for it, in words."""
    return (
        _("A coaching specialist signs for it.")
        if is_specialists(requirement)
        else _("A leader above signs for it.")
    )
