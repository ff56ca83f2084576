"""What rests on lines, roles, days of employment and time zones, and is told when they change.

Rooms above say once what they do then; rooms below them that change it do not know them.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

EVER: Final = date.min
"""Since always: what changed holds for the time before as well."""

Follow = Callable[[Session, Collection[int], date, datetime], None]

_followers: list[Follow] = []


def follow(work: Follow) -> Follow:
    """Have this done in the same transaction whenever something about people changes.

    It is given the people, the day since which it is another, and the instant.
    """
    _followers.append(work)
    return work


def changed(session: Session, people: Collection[int], *, since: date, at: datetime) -> None:
    """Say that lines, roles, employment or zone of these people are others since a day."""
    for work in _followers:
        work(session, people, since, at)
