"""Who is left out, and how the last days were shared out; by name and never by rank. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from coach_the_coach.foundation.words import _, _n

WINDOW: Final = timedelta(days=30)
"""Over how many days it is asked who was left out. Source: docs/method.md#who-is-left-out."""

LEAST: Final = 15
"""Minutes below which a talk does not count here. Source: docs/method.md#who-is-left-out."""


def since(today: date) -> date:
    """The first of the days that are looked at, with `today` as the last."""
    return today - WINDOW + timedelta(days=1)


def bar(minutes: int, most: int) -> int:
    """How long a bar is beside the longest one, 0..100."""
    return round(100 * minutes / most) if most else 0


def minutes_words(minutes: int) -> str:
    """Minutes with somebody, or that there were none."""
    return _("{n} min").format(n=minutes) if minutes else _("none")


def left_out_sentence(names: Sequence[str]) -> str:
    """Who of a team had no session of a quarter of an hour; that everybody had one, for nobody."""
    if not names:
        return _("Everybody had a session in the last 30 days.")
    words = _n(
        "{names} had no session in the last 30 days.",
        "{names} had no session in the last 30 days.",
        len(names),
    )
    return words.format(names=_joined(names))


def _joined(names: Sequence[str]) -> str:
    *first, last = names
    return _("{names} and {last}").format(names=", ".join(first), last=last) if first else last
