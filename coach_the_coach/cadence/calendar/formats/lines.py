"""The lines of a calendar that sessions need, event by event, and no other (RFC 5545). Pure.

A library reads what is kept here: what is not needed never reaches it, however long it is, and
no name of the file's own is known to it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from re import compile as pattern
from typing import Final

from coach_the_coach.foundation.words import _

MAX_BYTES: Final = 2 * 1024 * 1024
"""Largest file that is read. Source: docs/method.md#calendars."""

MAX_EVENTS: Final = 5000
"""Most events of a file. Source: docs/method.md#calendars."""

MAX_LINES: Final = 60_000
"""Most lines of a file: each takes its time, however little it says.

Source: docs/method.md#calendars."""

MAX_RECURRING: Final = 400_000
"""Most characters of rules and lists of dates. Source: docs/method.md#calendars."""

LONGEST_LINE: Final = 8000
"""Most characters of what one line says; a list of dates may be longer.

Source: docs/method.md#calendars."""

TITLE: Final = 120
"""Characters of a title that are shown; what is beyond eight times as many is cut off."""

ZONE: Final = "X-ZONE"
"""The parameter that says the number of a zone in place of its name."""

EVERY_LINE: Final = 10
"""Characters that a rule or a list of dates costs, however little it says."""

LISTS: Final = ("RDATE", "EXDATE")
RECURRING: Final = ("RRULE", *LISTS)
"""What says a rule or a list of dates."""

DATED: Final = ("DTSTART", "DTEND", "RECURRENCE-ID", *LISTS)
"""What may be in a zone."""

ONCE: Final = frozenset(
    ("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID", "SEQUENCE", "STATUS")
)
"""What an event says once."""

KEPT: Final = ONCE | {"SUMMARY", *LISTS}
PEOPLE: Final = ("ATTENDEE", "ORGANIZER")
OF_ZONES: Final = frozenset(("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"))
OF_PARTS: Final = ("VALUE", "RANGE")
"""The parameters that change what a date says."""

LINE_END: Final = pattern(r"\r\n|\r|\n")
NAME: Final = pattern(r"[A-Za-z0-9-]+")
HEAD: Final = pattern(r'[A-Za-z0-9-]+((?:;[^":;]*+(?:"[^"]*+"[^":;]*+)*+)*+):')
PARAMETER: Final = pattern(r';([A-Za-z0-9-]+)=("[^"]*+"|[^":;]*+)')
WORD: Final = pattern(r"[A-Za-z0-9-]{1,20}")


class Unreadable(ValueError):
    """The file as a whole cannot be read; says why, as a sentence."""


@dataclass
class EventLines:
    """One event: what the library reads of it, and what it need not read."""

    line: int
    """Where it begins in the file."""

    kept: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    people: dict[str, None] = field(default_factory=dict)
    """Whoever is invited, and whoever invites, by address."""

    why: str = ""
    """Why it is not understood; empty where its lines can be read."""

    @property
    def text(self) -> str:
        """The event as a file of its own."""
        return "\r\n".join(("BEGIN:VEVENT", *self.kept, "END:VEVENT", ""))


@dataclass
class Observance:
    """One time of a zone, summer or winter, as the file says it."""

    is_summer: bool
    said: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class ZoneLines:
    """One zone of the file's own."""

    name: str = ""
    parts: list[Observance] = field(default_factory=list)
    is_whole: bool = True
    """Whether it is understood so far; not where a name says two different zones."""


@dataclass
class FileLines:
    """What is kept of a file."""

    events: list[EventLines] = field(default_factory=list)
    zones: dict[str, ZoneLines] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    """Of each zone that is named, by its name."""


def text_in(content: bytes) -> str:
    """The file as text. Raises Unreadable for what is no calendar."""
    if len(content) > MAX_BYTES:
        raise Unreadable(
            _("The file is larger than {n} MB. Export a shorter stretch of your calendar.").format(
                n=MAX_BYTES // 1024 // 1024
            )
        )
    if not content.strip():
        raise Unreadable(_("Choose a file first."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "BEGIN:VCALENDAR" not in text[:2000].upper():
        raise Unreadable(_("This is not a calendar. Export one as an .ics file and choose that."))
    return text.replace("\0", "")


def lines_in(text: str) -> FileLines:
    """The lines that are needed. Raises Unreadable for too many, or a file that is broken."""
    physical = LINE_END.split(text)
    if len(physical) > MAX_LINES:
        raise too_many()
    reader = _Reader()
    for number, line in _unfolded(physical):
        reader.take(number, line)
    if reader.open:
        # Cut off somewhere: half a calendar would look as if the rest had been cancelled.
        raise broken()
    return reader.found


def too_many() -> Unreadable:
    """What is said of a file that says too much."""
    return Unreadable(_("This calendar has too many events. Export a shorter stretch of it."))


def broken() -> Unreadable:
    """What is said of a file that is none as a whole."""
    return Unreadable(_("This calendar is broken, so nothing of it was read. Export it once more."))


def _unfolded(physical: list[str]) -> Iterator[tuple[int, str]]:
    """Each line with the number it begins on, wherever it was folded."""
    at, parts = 0, list[str]()
    for number, line in enumerate(physical, 1):
        if line[:1] in (" ", "\t"):
            parts.append(line[1:])
        elif line:
            if parts:
                yield at, "".join(parts)
            at, parts = number, [line]
    if parts:
        yield at, "".join(parts)


class _Reader:
    """Goes through the lines of a file once."""

    def __init__(self) -> None:
        self.found = FileLines()
        self.open: list[str] = []
        """What has begun and not ended, the outermost first."""

        self._zone = ZoneLines()
        self._recurring = 0

    def take(self, number: int, line: str) -> None:
        """The next line. Raises Unreadable."""
        match = NAME.match(line)
        name = match[0].upper() if match else ""
        if name == "BEGIN":
            self._begin(number, _value(line).strip().upper())
        elif name == "END":
            self._end(_value(line).strip().upper())
        elif self.open == ["VCALENDAR", "VEVENT"]:
            self._of_event(name, line)
        elif self.open[:2] == ["VCALENDAR", "VTIMEZONE"]:
            self._of_zone(name, line)

    def _begin(self, number: int, what: str) -> None:
        self.open.append(what)
        if what == "VEVENT":
            if len(self.open) != 2 or self.open[0] != "VCALENDAR":
                raise broken()
            self.found.events.append(EventLines(number))
            if len(self.found.events) > MAX_EVENTS:
                raise too_many()
        elif what == "VTIMEZONE":
            self._zone = ZoneLines()
        elif self.open[:2] == ["VCALENDAR", "VTIMEZONE"]:
            self._zone.parts.append(Observance(what == "DAYLIGHT"))

    def _end(self, what: str) -> None:
        if not self.open or self.open.pop() != what:
            raise broken()
        if what == "VTIMEZONE":
            same = self.found.zones.setdefault(self._zone.name, self._zone)
            same.is_whole &= self._zone.is_whole and same.parts == self._zone.parts

    def _of_event(self, name: str, line: str) -> None:
        event = self.found.events[-1]
        if name in PEOPLE:
            address = _value(line).strip().lower().removeprefix("mailto:")
            if "@" in address[:LONGEST_LINE]:
                event.people[address[:LONGEST_LINE]] = None
        elif name in KEPT and not (name == "SUMMARY" and name in event.names):
            try:
                event.kept.append(self._clean(name, line))
            except ValueError as error:
                if isinstance(error, Unreadable):
                    raise
                event.why = _("one of its lines cannot be read")
            if name in ONCE and name in event.names:
                event.why = _("it says {name} twice").format(name=name)
            event.names.add(name)
        elif name == "EXRULE":
            event.why = _("its series is not understood")

    def _clean(self, name: str, line: str) -> str:
        """A line with nothing that is not needed. Raises ValueError."""
        value = self._counted(name, line)
        said = _parameters(line) if name in DATED else {}
        parts = [f"{one}={said[one]}" for one in OF_PARTS if one in said]
        if not all(WORD.fullmatch(said[one]) for one in OF_PARTS if one in said):
            raise ValueError("no word")
        if "TZID" in said:
            numbers = self.found.numbers
            parts.append(f"{ZONE}={numbers.setdefault(said['TZID'], len(numbers))}")
        return ";".join((name, *parts)) + f":{value}"

    def _of_zone(self, name: str, line: str) -> None:
        if name == "TZID" and len(self.open) == 2:
            self._zone.name = _value(line).strip()
        elif len(self.open) == 3 and name in OF_ZONES:
            try:
                value = self._counted(name, line)
            except ValueError as error:
                if isinstance(error, Unreadable):
                    raise
                self._zone.is_whole = False
            else:
                self._zone.parts[-1].said.setdefault(name, []).append(value.strip())

    def _counted(self, name: str, line: str) -> str:
        """What a line says. Raises ValueError where it is too long, Unreadable for the file."""
        if HEAD.match(line) is None:
            raise ValueError("no line")
        value = _value(line)
        if name in RECURRING:
            self._recurring += len(name) + len(value) + EVERY_LINE
            if self._recurring > MAX_RECURRING:
                raise too_many()
        if name == "SUMMARY":
            return value[: TITLE * 8]
        if len(value) > LONGEST_LINE and name not in LISTS:
            raise ValueError("too long")
        return value


def _value(line: str) -> str:
    """What stands after the name and its parameters; empty where that cannot be told."""
    head = HEAD.match(line)
    return line[head.end() :] if head else ""


def _parameters(line: str) -> Mapping[str, str]:
    head = HEAD.match(line)
    found = PARAMETER.finditer(head[1]) if head else ()
    return {one[1].upper(): one[2].strip('"') for one in found}
