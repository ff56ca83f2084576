"""Who has just begun to coach, and by when they are to be through. Pure."""

from datetime import date, timedelta
from typing import Final

NEW_FOR: Final = timedelta(days=90)
"""How long somebody who coaches is new. Source: docs/method.md#assigning."""

LEAST_TIME: Final = timedelta(days=30)
"""The time that whoever is enrolled by itself has at least. Source: docs/method.md#assigning."""


def began_on(
    *, coached_since: date, known_since: date, starts_on: date | None, house_since: date
) -> date | None:
    """The day on which somebody began to coach; None where it is not known.

    Whoever had another role here before began with their first role as a coach. Whoever came with
    that role began on the day they joined, and where nobody said that, with the role: but not on
    the day on which the house itself began, when everybody who had coached for years came in.
    """
    if known_since < coached_since:
        return coached_since
    if starts_on is not None:
        return starts_on
    return coached_since if coached_since > house_since else None


def is_new(began: date | None, since: date) -> bool:
    """Whether somebody is new who began on a day: not before `since`."""
    return began is not None and began >= since


def due_for(began: date, within_days: int, today: date) -> date:
    """By when a newcomer is to be through: from the day they began, and never too soon."""
    return max(began + timedelta(days=within_days), today + LEAST_TIME)
