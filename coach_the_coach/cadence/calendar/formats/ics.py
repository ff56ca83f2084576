"""Calendars as files (RFC 5545): every time they say of sessions, and what could not be read. Pure.

Nothing here trusts the file: its size, how many times it may say, and how long it may be expanded
are bounded, and what is not understood is said with its line.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any, Final
from zoneinfo import ZoneInfo

from icalendar import Event

from coach_the_coach.cadence.calendar.formats.lines import (
    TITLE,
    ZONE,
    EventLines,
    Unreadable,
    broken,
    lines_in,
    text_in,
)
from coach_the_coach.cadence.calendar.formats.recurring import days, rule_of
from coach_the_coach.cadence.calendar.formats.zones import UnknownZone, Zones
from coach_the_coach.foundation.words import _

MAX_TIMES: Final = 2000
"""Most times within the window. Source: docs/method.md#calendars."""

MAX_DAYS: Final = 500_000
"""Days over which all that recurs is expanded, taken together. Source: docs/method.md#calendars."""

OLDEST: Final = timedelta(days=3653)
"""What began to recur longer ago is not expanded. Source: docs/method.md#calendars."""

YEAR: Final = timedelta(days=366)

LONGEST: Final = 240
"""Minutes; whatever is longer is no session. Source: docs/method.md#calendars."""

SHOWN: Final = 20
"""Most events listed that were not understood. Source: docs/method.md#calendars."""

NOT_READ: Final = (
    *(ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OverflowError),
)
"""What the library raises of an event that is broken."""

KEY: Final = "%Y%m%dT%H%M%SZ"
"""How one time of a series is named: by when it was to be, in UTC."""


@dataclass(frozen=True)
class Occurrence:
    """One time that a calendar says."""

    uid: str
    recurrence: str
    """Which of a series; empty for what does not recur."""

    starts_at: datetime
    minutes: int
    sequence: int | None
    """Its version; None where the file says none."""

    is_cancelled: bool
    title: str = ""
    emails: tuple[str, ...] = ()


@dataclass(frozen=True)
class CalendarFile:
    """What was read."""

    occurrences: tuple[Occurrence, ...]
    """In order of time."""

    uids: frozenset[str]
    """Every event that was understood as a whole, whether or not it has a time in the window.

    A file with single times of a series and not the series itself says nothing of the others."""

    unread: tuple[str, ...]
    """What was not understood: a sentence each, with its line; at most `SHOWN`, and a count."""

    versions: Mapping[str, int] = field(default_factory=dict)
    """Of each event the newest version in the file, where it says one."""


@dataclass
class _Reading:
    """A file being read."""

    zone: ZoneInfo
    zones: Zones
    names: list[str]
    """Of the zones, by their numbers."""

    first: datetime
    last: datetime
    days: int = 0
    unread: list[str] = field(default_factory=list)
    in_part: set[str] = field(default_factory=set)
    """Events of which something was not understood."""

    def zone_of(self, number: int) -> ZoneInfo:
        """A zone by its number. Raises UnknownZone."""
        return self.zones.named(self.names[number])

    def leave(self, uid: str, line: int, why: str) -> None:
        """Say what was not understood, and of which event it is."""
        self.unread.append(_("Line {line}: {why}.").format(line=line, why=why))
        self.in_part.add(uid)


@dataclass(frozen=True)
class _One:
    """An event as far as it is understood."""

    event: Any
    """As the library has it; what its values are is asked of each."""

    line: int
    uid: str
    starts: datetime
    """With its zone."""

    minutes: int
    key: str
    """Of the time that it takes the place of; empty for the event itself."""

    sequence: int | None
    is_cancelled: bool
    title: str
    emails: tuple[str, ...]


def read_calendar(content: bytes, *, zone: str, first: datetime, last: datetime) -> CalendarFile:
    """Every time between `first` and `last`; what says no zone is where the coach is, in `zone`.

    Of an event that was understood in part no time is said: what is missing of a series would
    look as if it had been cancelled, or moved back. Raises Unreadable.
    """
    lines = lines_in(text_in(content))
    # One more year on each side: how late it is before the first change, and after the last.
    zones = Zones(lines.zones, (first - OLDEST - YEAR).date(), (last + YEAR).date())
    reading = _Reading(ZoneInfo(zone), zones, [*lines.numbers], first, last)
    ones = [one for event in lines.events if (one := _understood(reading, event))]
    moved = {(one.uid, one.key): one for one in _newest_last(ones) if one.key}
    found: dict[tuple[str, str], Occurrence] = {}
    for one in _newest_last(ones):
        if not one.key:
            for said in _times(reading, one, moved):
                found[said.uid, said.recurrence] = said
    for (uid, key), one in moved.items():
        found[uid, key] = _occurrence(one, key, one.starts)
    inside = [
        one
        for one in found.values()
        if first <= one.starts_at <= last and one.uid not in reading.in_part
    ]
    if len(inside) > MAX_TIMES:
        raise Unreadable(_("This calendar says too many times. Export a shorter stretch of it."))
    return CalendarFile(
        occurrences=tuple(sorted(inside, key=lambda one: (one.starts_at, one.uid))),
        uids=frozenset(one.uid for one in ones if not one.key) - reading.in_part,
        unread=_listed(reading.unread),
        versions={one.uid: one.sequence for one in _newest_last(ones) if one.sequence is not None},
    )


def _understood(reading: _Reading, lines: EventLines) -> _One | None:
    """An event with its times; None, and said why, where it is no session or not understood."""
    try:
        event: Any = Event.from_ical(lines.text)
    except NOT_READ as error:
        raise broken() from error
    why, one = lines.why, None
    try:
        # A version that is none is as if it was not said.
        if any(name != "SEQUENCE" for name, _why in event.errors):
            why = why or _("one of its lines cannot be read")
        if not why:
            why, one = _looked_at(reading, event, lines)
    except UnknownZone:
        why = _("its time zone is not known")
    except NOT_READ:
        why = why or _("its times cannot be read")
    if why:
        reading.leave(_uid(event), lines.line, why)
        return None
    return one


def _looked_at(reading: _Reading, event: Any, lines: EventLines) -> tuple[str, _One | None]:
    uid = _uid(event)
    if not uid:
        return _("it has no name (UID)"), None
    if event.get("DTSTART") is None:
        return _("it does not say when it begins"), None
    if not isinstance(event["DTSTART"].dt, datetime):
        return "", None  # All day long: nobody sits together for that.
    starts = _zoned(reading, event["DTSTART"])
    starts.astimezone(UTC)  # At the ends of time it raises, and is said to be unreadable.
    minutes = _minutes(reading, event, starts)
    if minutes <= 0 or minutes > LONGEST:
        return "", None
    named, key = event.get("RECURRENCE-ID"), ""
    if named is not None:
        if not isinstance(named.dt, datetime) or named.params.get("RANGE"):
            return _("it changes a series in a way that is not known here"), None
        key = _zoned(reading, named).astimezone(UTC).strftime(KEY)
    return "", _One(
        event=event,
        line=lines.line,
        uid=uid,
        starts=starts,
        minutes=minutes,
        key=key,
        sequence=_version(event),
        is_cancelled=str(event.get("STATUS", "")).upper() == "CANCELLED",
        title=" ".join(str(event.get("SUMMARY", "")).split())[:TITLE],
        emails=tuple(lines.people),
    )


def _uid(event: Any) -> str:
    return str(event.get("UID", "")).strip()[:255]


def _minutes(reading: _Reading, event: Any, starts: datetime) -> int:
    """How long it lasts; 0 where it does not say."""
    if (ends := event.get("DTEND")) is not None and isinstance(ends.dt, datetime):
        return int((_zoned(reading, ends) - starts).total_seconds() // 60)
    if (lasts := event.get("DURATION")) is not None and isinstance(lasts.dt, timedelta):
        return int(lasts.dt.total_seconds() // 60)
    return 0


def _times(
    reading: _Reading, one: _One, moved: dict[tuple[str, str], _One]
) -> Iterator[Occurrence]:
    """Each time of an event in the window, but for those that another event takes the place of."""
    if one.event.get("RRULE") is None and one.event.get("RDATE") is None:
        yield _occurrence(one, "", one.starts)
        return
    try:
        starts = _expanded(reading, one)
        left_out = _dates(reading, one, "EXDATE")
    except Unreadable:
        raise
    except UnknownZone:
        reading.leave(one.uid, one.line, _("its time zone is not known"))
        return
    except NOT_READ:
        reading.leave(one.uid, one.line, _("its series is not understood"))
        return
    for start in starts:
        instant = start.astimezone(UTC)
        key = instant.strftime(KEY)
        if key in left_out or start.date().isoformat() in left_out or (one.uid, key) in moved:
            continue
        if reading.first <= instant <= reading.last:
            yield _occurrence(one, key, start)


def _expanded(reading: _Reading, one: _One) -> list[datetime]:
    """When a series takes place until the end of the window: the same on the clock all year.

    Raises ValueError for a rule that is not understood, Unreadable where a file says too much.
    """
    zone = one.starts.tzinfo
    more = [
        datetime.strptime(key, KEY).replace(tzinfo=UTC).astimezone(zone)
        for key in _dates(reading, one, "RDATE")
        if len(key) == len("20260101T000000Z")
    ]
    rule = one.event.get("RRULE")
    if rule is None:
        return sorted({one.starts, *more})
    naive = one.starts.replace(tzinfo=None)
    end = _end(rule, zone, reading.last)
    if reading.first - one.starts > OLDEST:
        raise ValueError("began too long ago")
    known = rule_of(rule, naive.date())
    # Also where it ends at once a whole period is looked through.
    reading.days += max(0, (end - naive).days) + (366 if known.every == "YEARLY" else 31)
    if reading.days > MAX_DAYS:
        raise Unreadable(
            _("So much recurs in this calendar that it was not read. Export a shorter stretch.")
        )
    said = (datetime.combine(day, naive.time()) for day in days(known, naive.date(), end.date()))
    most = int(_first(rule, "COUNT") or MAX_DAYS)
    starts = [at.replace(tzinfo=zone) for at in islice(said, most) if at <= end]
    return sorted({*starts, *more})


def _end(rule: Any, zone: tzinfo | None, last: datetime) -> datetime:
    """The end of a rule, or of the window where that comes first, on the clock of its series."""
    window = last.astimezone(zone).replace(tzinfo=None)
    until = (rule.get("UNTIL") or [None])[0]
    if until is None:
        return window
    if not isinstance(until, datetime):
        return min(datetime.combine(until, time.max), window)
    return min((until.astimezone(zone) if until.tzinfo else until).replace(tzinfo=None), window)


def _dates(reading: _Reading, one: _One, name: str) -> set[str]:
    """The instants of a list of dates, as keys; a whole day as its date."""
    given = one.event.get(name)
    lists = given if isinstance(given, list) else [] if given is None else [given]
    keys: set[str] = set()
    for many in lists:
        number = many.params.get(ZONE)
        zone = one.starts.tzinfo if number is None else reading.zone_of(int(number))
        for said in (one_of.dt for one_of in many.dts):
            if isinstance(said, datetime):
                local = said if said.tzinfo else said.replace(tzinfo=zone)
                keys.add(local.astimezone(UTC).strftime(KEY))
            elif isinstance(said, date):
                keys.add(said.isoformat())
    return keys


def _occurrence(one: _One, key: str, start: datetime) -> Occurrence:
    return Occurrence(
        uid=one.uid,
        recurrence=key,
        starts_at=start.astimezone(UTC),
        minutes=one.minutes,
        sequence=one.sequence,
        is_cancelled=one.is_cancelled,
        title=one.title,
        emails=one.emails,
    )


def _newest_last(ones: list[_One]) -> list[_One]:
    """In the order of their versions, so that of two the newer one is kept."""
    return sorted(ones, key=lambda one: one.sequence or 0)


def _zoned(reading: _Reading, named: Any) -> datetime:
    """A time with its zone, else where the coach is. Raises UnknownZone."""
    at: datetime = named.dt
    number = named.params.get(ZONE)
    if at.tzinfo:
        return at
    return at.replace(tzinfo=reading.zone if number is None else reading.zone_of(int(number)))


def _version(event: Any) -> int | None:
    said = str(event.get("SEQUENCE", ""))
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else None


def _first(rule: Any, name: str) -> str:
    """The first value of a part of a rule; empty for none."""
    value = rule.get(name)
    said = value[0] if isinstance(value, list) and value else value
    return "" if said in (None, []) else str(said).upper()


def _listed(unread: list[str]) -> tuple[str, ...]:
    if len(unread) <= SHOWN:
        return tuple(unread)
    rest = _("And {n} more.").format(n=len(unread) - SHOWN)
    return (*unread[:SHOWN], rest)
