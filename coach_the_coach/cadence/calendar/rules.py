"""What a calendar program is told (RFC 5545): times in UTC, and no name unless wanted. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from icalendar import Calendar, Event

from coach_the_coach.foundation.words import _

PRODUCT: Final = "-//Coach the Coach//Cadence//EN"
"""Who made the file, as calendars want it said."""

BACK: Final = timedelta(days=60)
"""How long ago what is still in a calendar may have been. Source: docs/method.md#calendars."""

AHEAD: Final = timedelta(days=180)
"""How far ahead a calendar reaches. Source: docs/method.md#calendars."""

OFTEN: Final = timedelta(hours=1)
"""How often calendar programs are asked to look. Source: docs/method.md#calendars."""


@dataclass(frozen=True)
class Entry:
    """One appointment as a calendar reads it."""

    uid: str
    sequence: int
    starts_at: datetime
    minutes: int
    changed_at: datetime
    """When this version came to be."""

    summary: str
    link: str
    is_private: bool = False
    is_cancelled: bool = False


def feed_text(entries: Iterable[Entry]) -> str:
    """A calendar with these entries, the same for the same entries."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Coach the Coach"))
    calendar.add("refresh-interval", OFTEN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical().decode()


def tag_of(text: str) -> str:
    """What a calendar says to hear only of changes: an ETag."""
    return f'"{sha256(text.encode()).hexdigest()[:32]}"'


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", (entry.starts_at + timedelta(minutes=entry.minutes)).astimezone(UTC))
    event.add("summary", entry.summary)
    event.add("url", entry.link)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    event.add("class", "PRIVATE" if entry.is_private else "PUBLIC")
    return event
