"""When somebody is reminded of a day, and in which words. Pure."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from coach_the_coach.foundation.words import _, _n

BEFORE: Final = (90, 60, 30, 7)
"""Days before a day on which somebody is reminded of it. Source: docs/method.md#reminders."""

NAMED: Final = 3
"""People who are named to a leader in one notice. Source: docs/method.md#reminders."""


class About(StrEnum):
    """Of which day somebody is reminded."""

    DUE = "due"
    """The day by which they are to be through."""

    ENDS = "ends"
    """The last day of a certificate."""


def reminder_for(day: date, *, since: date, today: date, gone: Collection[int]) -> int | None:
    """Which reminder of a day goes today, as days before it; None for none.

    Only the nearest that has come: an earlier one that was missed goes no more. None goes whose
    day came before `since`, when they were told of the day itself.
    """
    left = (day - today).days
    come = [one for one in BEFORE if 0 <= left <= one]
    if not come:
        return None
    nearest = min(come)
    is_told = day - timedelta(days=nearest) <= since
    return None if is_told or nearest in gone else nearest


def own_words(about: About, path: str, day_words: str, left: int) -> str:
    """What the one whose day it is reads."""
    days = _left(left)
    if about is About.DUE:
        return _("{path}: {days} until the day by which you are to be through, {day}.").format(
            path=path, days=days, day=day_words
        )
    return _("{path}: {days} until your certificate ends, {day}. It can be renewed.").format(
        path=path, days=days, day=day_words
    )


def leader_words(items: Sequence[tuple[About, str, str, int]]) -> str:
    """What their leader reads, once a day for everybody: about, name, path and days left."""
    if len(items) == 1:
        about, name, path, left = items[0]
        said = {
            About.DUE: _("{name} has {days} left for {path}."),
            About.ENDS: _("The certificate {path} of {name} ends in {days}."),
        }[about]
        return said.format(name=name, path=path, days=_left(left))
    names = list(dict.fromkeys(name for _about, name, _path, _left_ in items))
    shown, more = ", ".join(names[:NAMED]), len(names) - NAMED
    if more > 0:
        shown = _n("{names} and {n} more", "{names} and {n} more", more).format(names=shown, n=more)
    return _("A day on their paths comes near for {names}.").format(names=shown)


def _left(days: int) -> str:
    if not days:
        return _("today is the last day")
    return _n("{n} day", "{n} days", days).format(n=days)
