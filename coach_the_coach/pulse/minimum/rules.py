"""How many different people must have said something before it is shown. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from coach_the_coach.foundation.when import month_before
from coach_the_coach.foundation.words import _
from coach_the_coach.pulse.rules import next_month

MINIMUM: Final = "pulse-minimum"
"""The house rule that says how many."""

PROPOSED: Final = 5
"""How many where nobody has said otherwise. Source: docs/method.md#pulse."""

ALLOWED: Final = range(3, 11)
"""What can be chosen; fewer would let somebody be made out. Source: docs/method.md#pulse."""

OPEN_MONTHS: Final = 5
"""From how many months back figures may still be to come. Source: arithmetic."""


@dataclass(frozen=True)
class Minimum:
    """How many people, from a month on; a greater number of before holds for earlier months.

    Whoever answered was promised so many, and gets no less.
    """

    people: int = PROPOSED
    since: date = date.min
    before: int = PROPOSED

    def of(self, months: Iterable[date]) -> int:
        """How many for what was said in these months."""
        early = any(month < self.since for month in months)
        return max(self.people, self.before) if early else self.people


def kept(minimum: Minimum) -> str:
    """A minimum as it is stored."""
    return f"{minimum.people} {minimum.since.isoformat()} {minimum.before}"


def minimum_from(value: str | None) -> Minimum:
    """What was stored; what is proposed for nothing, or for what cannot be read."""
    parts = (value or "").split()
    try:
        people, since, before = parts
        found = Minimum(int(people), date.fromisoformat(since), int(before))
    except ValueError:
        return Minimum()
    return found if {found.people, found.before} <= set(ALLOWED) else Minimum()


def changed(minimum: Minimum, people: int, on: date) -> Minimum:
    """The minimum after it was set on a day: more holds at once, fewer from the next month on."""
    # Figures of the quarter before this one may still be to come.
    oldest = month_before(on, OPEN_MONTHS)
    return Minimum(people, next_month(on), minimum.of([oldest]))


def people_from(typed: str) -> int | None:
    """How many were typed; None for what cannot be chosen."""
    words = typed.strip()
    is_number = words.isascii() and words.isdigit() and len(words) <= 2
    return int(words) if is_number and int(words) in ALLOWED else None


def problems_in(typed: str) -> dict[str, str]:
    """What keeps a minimum from being set: field to sentence."""
    if people_from(typed) is not None:
        return {}
    words = _("A whole number from {least} to {most}.")
    return {"people": words.format(least=ALLOWED[0], most=ALLOWED[-1])}
