"""What is asked of whoever scores for certification, and how it is said. Pure."""

from typing import Final

from coach_the_coach.foundation.words import _, _n

NEEDED: Final = 2
"""Conversations to practise on before one scores for certification.

Source: docs/method.md#practice-before-scoring.
"""


def missing_words(left: int) -> str:
    """What is still to be practised before one scores for certification; empty for nothing."""
    if left <= 0:
        return ""
    words = _n(
        "Before you score for certification, practise scoring on one more invented talk: about "
        "ten minutes. You find it under Practice.",
        "Before you score for certification, practise scoring on {n} invented talks: about ten "
        "minutes each. You find them under Practice.",
        left,
    )
    return words.format(n={2: _("two")}.get(left, left))


def unpractised_words() -> str:
    """What others are told of somebody who may certify and has not practised."""
    return _("Has not practised scoring yet")
