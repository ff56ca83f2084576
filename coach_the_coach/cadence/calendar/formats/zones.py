"""The time zones that a calendar names, each for its own file only. Pure.

A name that all calendars share means what it means everywhere, whatever the file says of it; one
of the file's own is built from what it says, as far as that is a rule for every year.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from io import BytesIO
from itertools import islice
from re import fullmatch
from struct import pack
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from coach_the_coach.cadence.calendar.formats.lines import Observance, ZoneLines
from coach_the_coach.cadence.calendar.formats.recurring import days, rule_of

MAX_PARTS: Final = 60
"""Most times of year of all zones of a file's own. Source: docs/method.md#calendars."""

MAX_CHANGES: Final = 100
"""Most changes of the clock that one of them says. Source: docs/method.md#calendars."""

LOCAL: Final = "%Y%m%dT%H%M%S"


class UnknownZone(ValueError):
    """A zone that nobody knows, or that is not understood."""


class Zones:
    """The zones of one file, over a stretch of days."""

    def __init__(self, own: Mapping[str, ZoneLines], first: date, last: date) -> None:
        self._own = own
        self._first, self._last = first, last
        self._left = MAX_PARTS
        self._found: dict[str, ZoneInfo | None] = {}

    def named(self, name: str) -> ZoneInfo:
        """The zone of a name. Raises UnknownZone."""
        if name not in self._found:
            self._found[name] = self._looked_for(name)
        found = self._found[name]
        if found is None:
            raise UnknownZone
        return found

    def _looked_for(self, name: str) -> ZoneInfo | None:
        known = _known(name.strip("/"))
        if known is None and name in self._own:
            known = self._built(self._own[name])
        # The name with its maker before it: /example.org/Europe/Paris.
        rest = name.strip("/").split("/")[1:4] if name.startswith("/") else []
        while known is None and rest:
            known, rest = _known("/".join(rest)), rest[1:]
        return known

    def _built(self, zone: ZoneLines) -> ZoneInfo | None:
        self._left -= len(zone.parts)
        if not zone.is_whole or not zone.parts or self._left < 0:
            return None
        try:
            changes = sorted(
                (change, _offset(part.said["TZOFFSETTO"]), part.is_summer, before)
                for part in zone.parts
                for before in (_offset(part.said["TZOFFSETFROM"]),)
                for change in self._changes(part, before)
            )
            return ZoneInfo.from_file(BytesIO(_compiled(changes)))
        except (ValueError, KeyError, IndexError, OverflowError):
            return None

    def _changes(self, part: Observance, before: timedelta) -> set[datetime]:
        """When the clock changes to it. Raises ValueError."""
        (start,) = (_local(one) for one in part.said["DTSTART"])
        said, rules = [start], part.said.get("RRULE", [])
        lists = ",".join(part.said.get("RDATE", [])).split(",")
        said += [_local(one) for one in islice(lists, MAX_CHANGES) if one]
        for rule in rules[:1]:
            said += islice(self._yearly(rule, start, before), MAX_CHANGES)
        if len(said) > MAX_CHANGES or len(lists) > MAX_CHANGES or len(rules) > 1:
            raise ValueError("more than a zone says")
        return {one - before for one in said}

    def _yearly(self, rule: str, start: datetime, before: timedelta) -> Iterator[datetime]:
        """When a rule for every year has the clock change. Raises ValueError for another."""
        said = dict(part.split("=", 1) for part in rule.upper().split(";") if part)
        parts = {name: value.split(",") for name, value in said.items()}
        if said["FREQ"] != "YEARLY" or "COUNT" in said or said.get("INTERVAL", "1") != "1":
            raise ValueError("not every year")
        until = _until(said["UNTIL"], before) if "UNTIL" in said else None
        last = self._last if until is None else min(self._last, until.date())
        # Where the rule has ended before, its last change still says how late it is since.
        first = max(start.date(), min(self._first, last - timedelta(days=800)))
        for day in days(rule_of(parts, start.date()), first, last):
            at = datetime.combine(day, start.timetz())
            if until is None or at <= until:
                yield at


@cache
def _shared() -> frozenset[str]:
    # What is where the server is, and what is nowhere.
    return frozenset(available_timezones() - {"localtime", "Factory"})


def _known(name: str) -> ZoneInfo | None:
    """The zone that a name means everywhere, as Windows has it, too."""
    name = WINDOWS_TO_OLSON.get(name, name)
    return ZoneInfo(name) if name in _shared() else None


def _local(said: str) -> datetime:
    """A time on the clock, as if that were in UTC. Raises ValueError."""
    return datetime.strptime(said, LOCAL).replace(tzinfo=UTC)


def _until(said: str, before: timedelta) -> datetime:
    """The end of a rule on the clock before its change. Raises ValueError."""
    if len(said) == 8:
        return _local(f"{said}T235959")
    at = _local(said.removesuffix("Z"))
    return at + before if said.endswith("Z") else at


def _offset(said: list[str]) -> timedelta:
    """How far a clock is ahead. Raises ValueError."""
    found = fullmatch(r"([+-])([01]\d|2[0-3])([0-5]\d)([0-5]\d)?", said[0])
    if found is None:
        raise ValueError("no offset")
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return -ahead if found[1] == "-" else ahead


def _compiled(changes: list[tuple[datetime, timedelta, bool, timedelta]]) -> bytes:
    """The changes of a clock as compiled zones are kept (RFC 8536). Raises ValueError."""
    kinds = [(changes[0][3], False)]
    kinds += sorted({(after, is_summer) for _at, after, is_summer, _before in changes})
    if len(kinds) > MAX_CHANGES:
        raise ValueError("more than a zone says")
    seconds = [int(at.timestamp()) for at, *_rest in changes]
    places = [kinds.index((after, summer), 1) for _at, after, summer, _before in changes]
    empty = pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, 1) + pack(">lbbx", 0, 0, 0)
    head = pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, len(changes), len(kinds), 1)
    body = pack(f">{len(seconds)}q", *seconds) + bytes(places)
    body += b"".join(pack(">lbb", int(ahead.total_seconds()), dst, 0) for ahead, dst in kinds)
    return empty + head + body + b"\0" + b"\n\n"
