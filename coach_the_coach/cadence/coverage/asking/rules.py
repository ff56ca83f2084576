"""What a coach answers who is asked for a quarter of an hour. Pure."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from coach_the_coach.foundation.words import _, _n

WINDOW: Final = timedelta(days=30)
"""Over how many days it is said how often one was asked.

Source: docs/method.md#a-quarter-of-an-hour."""

MOST: Final = 50
"""Most open requests shown at once. Source: docs/method.md#a-quarter-of-an-hour."""


class Reply(StrEnum):
    """What the coach did about it."""

    BOOKED = "booked"
    TALKED = "talked"


def told(reply: Reply) -> str:
    """What the one who asked is told, with a place for the coach's name."""
    return {
        Reply.BOOKED: _("{name} has booked the 15 minutes you asked for."),
        Reply.TALKED: _("{name} says that the two of you have talked."),
    }[reply]


def good_news(asked: int) -> str:
    """How often one was asked of late; empty for never."""
    words = _n(
        "You were asked once in the last 30 days. That is good news: they want your coaching.",
        "You were asked {n} times in the last 30 days. That is good news: they want your coaching.",
        asked,
    )
    return words.format(n=asked) if asked else ""
