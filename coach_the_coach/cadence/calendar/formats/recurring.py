"""The days on which a series takes place (RFC 5545), never walking past the last one asked. Pure.

A rule may never match: whoever waits for its next day waits until the end of time, so each period
is looked at once and the walk ends with the window.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from re import fullmatch
from typing import Any, Final

FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
"""How often something may recur; what recurs within a day is no session."""

PARTS: Final = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}) | {
    *("BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS")
}
"""The parts of a rule that a session may need."""

MOST_VALUES: Final = 31
"""Most values of one part of a rule: the days of a month. Source: docs/method.md#calendars."""

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

LONGEST_STEP: Final = 5000
"""Periods; who skips as many never comes back within the window."""


@dataclass(frozen=True)
class Rule:
    """How a series recurs, as far as days go."""

    every: str
    interval: int
    week_begins: int
    """0 for Monday."""

    months: frozenset[int]
    month_days: frozenset[int]
    """From the first, and below 0 from the last."""

    weekdays: frozenset[tuple[int, int]]
    """Which one in its month or year, 0 for each of them; and the day, 0 for Monday."""

    places: tuple[int, ...]
    """Which days of a period, counted from 1, or below 0 from its end; empty for all."""


def rule_of(said: Mapping[str, Any], start: date) -> Rule:
    """A rule as a calendar says it, completed by when it starts. Raises ValueError."""
    parts = {name.upper(): _values(value) for name, value in said.items()}
    every = parts.get("FREQ", [""])[0].upper()
    if every not in FREQUENCIES or not parts.keys() <= PARTS:
        raise ValueError("a part that is not known")
    if any(len(values) > MOST_VALUES for values in parts.values()):
        raise ValueError("more than a rule of a session says")
    interval = int(parts.get("INTERVAL", ["1"])[0])
    if interval < 1:
        raise ValueError("no interval")
    months = frozenset(map(int, parts.get("BYMONTH", [])))
    month_days = frozenset(map(int, parts.get("BYMONTHDAY", [])))
    weekdays = frozenset(map(_weekday, parts.get("BYDAY", [])))
    if not month_days and not weekdays:
        if every == "YEARLY":
            months = months or frozenset({start.month})
        if every in ("MONTHLY", "YEARLY"):
            month_days = frozenset({start.day})
        if every == "WEEKLY":
            weekdays = frozenset({(0, start.weekday())})
    return Rule(
        every=every,
        interval=min(interval, LONGEST_STEP),
        week_begins=WEEKDAYS.index(parts.get("WKST", ["MO"])[0].upper()),
        months=months,
        month_days=month_days,
        weekdays=weekdays,
        places=tuple(map(int, parts.get("BYSETPOS", []))),
    )


def days(rule: Rule, start: date, until: date) -> Iterator[date]:
    """The days from `start` to `until`, in order."""
    for first, after in _periods(rule, start, until):
        inside = [day for day in _days_from(first, after) if _matches(rule, day)]
        if rule.places:
            # From the end, too; a place that the period has not is left out.
            inside = sorted(
                {
                    inside[place - 1 if place > 0 else place]
                    for place in rule.places
                    if 0 < abs(place) <= len(inside)
                }
            )
        yield from (day for day in inside if start <= day <= until)


def _periods(rule: Rule, start: date, until: date) -> Iterator[tuple[date, date]]:
    """The first day of each period, and the one after its last."""
    if rule.every in ("DAILY", "WEEKLY"):
        long = 7 if rule.every == "WEEKLY" else 1
        back = (start.weekday() - rule.week_begins) % 7 if long == 7 else 0
        first = start - timedelta(days=back)
        while first <= until:
            yield first, first + timedelta(days=long)
            first += timedelta(days=long * rule.interval)
        return
    long = 12 if rule.every == "YEARLY" else 1
    at = start.year * 12 + (0 if long == 12 else start.month - 1)
    while (first := _month(at)) <= until:
        yield first, _month(at + long)
        at += long * rule.interval


def _month(number: int) -> date:
    """The first day of a month, by its number since year 0."""
    return date(number // 12, number % 12 + 1, 1)


def _days_from(first: date, after: date) -> Iterator[date]:
    return (first + timedelta(days=place) for place in range((after - first).days))


def _matches(rule: Rule, day: date) -> bool:
    """Whether a day is in the months, on the days of the month and the weekdays of a rule."""
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days:
        last = (_month(day.year * 12 + day.month) - timedelta(days=1)).day
        if not {day.day, day.day - last - 1} & rule.month_days:
            return False
    return not rule.weekdays or bool(rule.weekdays & _names(rule, day))


def _names(rule: Rule, day: date) -> set[tuple[int, int]]:
    """How a rule may name a day by its weekday: each, the second, the last but one."""
    names = {(0, day.weekday())}
    if rule.every not in ("MONTHLY", "YEARLY"):
        return names
    in_month = rule.every == "MONTHLY" or bool(rule.months)
    first = day.replace(day=1) if in_month else day.replace(month=1, day=1)
    number = first.year * 12 + first.month - 1
    after = _month(number + (1 if in_month else 12))
    names.add(((day - first).days // 7 + 1, day.weekday()))
    names.add((-(((after - day).days - 1) // 7) - 1, day.weekday()))
    return names


def _weekday(said: str) -> tuple[int, int]:
    """`-1FR` as which one and which day. Raises ValueError."""
    found = fullmatch(r"([+-]?\d{1,2})?([A-Z]{2})", said.strip().upper())
    if found is None:
        raise ValueError("no weekday")
    return int(found[1] or 0), WEEKDAYS.index(found[2])


def _values(value: Any) -> list[str]:
    """The values of a part, as text."""
    return [str(one) for one in (value if isinstance(value, list | tuple) else [value])]
