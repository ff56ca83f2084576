"""By when somebody is to be watched, and who could do it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date

from coach_the_coach.foundation.when import Moment, begins, day, local_day, month_before
from coach_the_coach.foundation.words import _, _n

PER_MONTH: Final = 4
"""Sessions a month taken for an observer who has not said. Source: docs/method.md#watching."""

MOST_PER_MONTH: Final = 20
"""More than one each working day is not believed. Source: docs/method.md#watching."""

EVERY_MONTHS: Final = 1
"""Everybody is to be observed once in so many months. Source: docs/method.md#watching."""

MONTHS_BACK: Final = 12
"""Whoever waits longer than this comes where this has come. Source: docs/method.md#watching."""

NEAR_HOURS: Final = 3
"""Clocks so far apart still share most of a day. Source: docs/method.md#watching."""

IN_DAYS: Final = 60
"""What is later than this is said in months. Source: docs/method.md#watching."""

LEAST_DAYS: Final = 7
"""An ask leaves at least so many days. Source: docs/method.md#watching."""


@dataclass(frozen=True)
class Month:
    """A calendar month of a zone: its first instant, the first after it, and its last day."""

    starts_at: datetime
    ends_at: datetime
    last_day: date


@dataclass(frozen=True)
class Candidate:
    """Somebody who observes: how many places they have free, and how their clock stands."""

    person_id: int
    free: int
    clock_hours: float = 0.0
    """Hours ahead of UTC."""


@dataclass(frozen=True)
class ToWatch:
    """Somebody who is to be watched, and who stands where in their line."""

    person_id: int
    above: tuple[int, ...] = ()
    """Those of their reporting line, the nearest first."""

    barred: frozenset[int] = frozenset()
    """Those whom they lead, and whoever is asked already."""

    certifiers: frozenset[int] | None = None
    """Who may certify them, where that is wanted; None where it is not."""

    clock_hours: float = 0.0


@dataclass(frozen=True)
class Proposed:
    """An observer proposed for somebody."""

    person_id: int
    is_outside: bool


def months(at: datetime, zone: str) -> list[Month]:
    """This month in `zone` and those before it, the newest first, `MONTHS_BACK` and one in all."""
    first = local_day(at, zone).replace(day=1)
    found = []
    for _back in range(MONTHS_BACK + 1):
        ends = last_day(first)
        found.append(Month(begins(first, zone), begins(ends + timedelta(days=1), zone), ends))
        first = month_before(first)
    return found


def last_day(on: date, *, after: int = 0) -> date:
    """The last day of the month of a day, or of one so many months `after` it."""
    return month_before(on, -1 - after) - timedelta(days=1)


def due_after(month: Month) -> date:
    """By when somebody is to be watched who was last watched in that month."""
    return last_day(month.last_day, after=EVERY_MONTHS)


def due_day(due: date, today: date) -> Moment:
    """The day by which it is due: a near one by its name, any other by its date."""
    said = day(due, today)
    if abs((due - today).days) < 7:
        return said
    return replace(said, words=format_date(due, "d MMMM", locale="en_GB"))


def taken_words(taken: int) -> str:
    """How many sessions of this month somebody has watched or agreed to watch."""
    if not taken:
        return _("You have watched none this month, and agreed to none.")
    return _n(
        "You have watched {n} session this month or agreed to it.",
        "You have watched {n} sessions this month or agreed to them.",
        taken,
    ).format(n=taken)


def wanted_by(due: date, today: date) -> date:
    """By when an ask wants it: when it is due, and never at once."""
    return max(due, today + timedelta(days=LEAST_DAYS))


def clock_hours(zone: str, at: datetime) -> float:
    """How far ahead of UTC clocks in `zone` are at the instant."""
    offset = at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    return offset / timedelta(hours=1)


def proposals(
    people: Iterable[ToWatch], candidates: Sequence[Candidate]
) -> dict[int, list[Proposed]]:
    """Whom to ask for each: one of the line and one from outside, as far as places reach.

    For certification the one from outside comes first.
    """
    known = {one.person_id: one for one in candidates}
    left = {one.person_id: one.free for one in candidates}
    found = {}
    for person in people:
        inside = _of_line(person, left)
        outside = _from_outside(person, known, left)
        order = [inside, outside] if person.certifiers is None else [outside, inside]
        found[person.person_id] = [one for one in order if one is not None]
        for one in found[person.person_id]:
            left[one.person_id] -= 1
    return found


def _may(person: ToWatch, observer: int, left: Mapping[int, int]) -> bool:
    """Whether somebody with a place left could be asked to watch this person."""
    certifies = person.certifiers is None or observer in person.certifiers
    is_other = observer != person.person_id and observer not in person.barred
    return left.get(observer, 0) > 0 and certifies and is_other


def _of_line(person: ToWatch, left: Mapping[int, int]) -> Proposed | None:
    """The nearest of the line."""
    found = (one for one in person.above if _may(person, one, left))
    nearest = next(found, None)
    return None if nearest is None else Proposed(nearest, is_outside=False)


def _from_outside(
    person: ToWatch, known: Mapping[int, Candidate], left: Mapping[int, int]
) -> Proposed | None:
    """Of those outside the line whose day is nearly the same, whoever has most places left."""
    outside = [one for one in known if one not in person.above and _may(person, one, left)]
    if not outside:
        return None

    def order(one: int) -> tuple[bool, int]:
        apart = abs(known[one].clock_hours - person.clock_hours)
        # Clocks go round: 23 hours apart is one hour.
        return min(apart, 24 - apart) > NEAR_HOURS, -left[one]

    return Proposed(min(outside, key=order), is_outside=True)


def problems_in_places(text: str) -> dict[str, str]:
    """What keeps a number of sessions a month from being kept: field to sentence."""
    plain = text.strip()
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 3):
        return {"per_month": _("A whole number from 0 to {most}.").format(most=MOST_PER_MONTH)}
    if int(plain) > MOST_PER_MONTH:
        return {"per_month": _("At most {most} a month.").format(most=MOST_PER_MONTH)}
    return {}


def free_words(free: int) -> str:
    """How many places somebody has free this month."""
    if free <= 0:
        return _("No place free this month")
    return _n("{n} place free this month", "{n} places free this month", free).format(n=free)


def why_words(*, seen: bool, promised: bool) -> str:
    """Why somebody is to be watched by then."""
    if promised:
        return _("You agreed to watch again")
    return _("One in each month") if seen else _("Never observed")


def late_words(due: date, today: date) -> str:
    """How late it is; empty while it is not."""
    days = (today - due).days
    if days <= 0:
        return ""
    if days < IN_DAYS:
        return _n("{n} day late", "{n} days late", days).format(n=days)
    return _("{n} months late").format(n=days // 30)
