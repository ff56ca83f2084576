"""An agreed session as calendars read it (RFC 5545, RFC 5546); no word of assessment. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from icalendar import Calendar, Event, vCalAddress

from coach_the_coach.foundation.words import _
from coach_the_coach.observations.watching.rules import LASTS

PRODUCT: Final = "-//Coach the Coach//Watching//EN"
"""Who made the file, as calendars want it said."""

DOMAIN: Final = "watching.coach-the-coach"
"""Ends the name of every event; the name must outlive the address of the program."""


class Method(StrEnum):
    """What an invitation wants of a calendar."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Guest:
    """One of the two: who they are, and whether they have agreed to the time."""

    name: str
    email: str
    agrees: bool = False


@dataclass(frozen=True)
class Occasion:
    """Everything that an invitation says."""

    public_id: str
    sequence: int
    observer: Guest
    observed: Guest
    starts_at: datetime
    at: datetime
    """When this version was made."""

    link: str
    """Where the two open it in full."""

    organizer: str
    """The address that the invitation comes from."""

    method: Method = Method.REQUEST


def invitation_text(one: Occasion) -> str:
    """The invitation as a `text/calendar` part or a file; times in UTC."""
    event = Event()
    event.add("uid", f"{one.public_id}@{DOMAIN}")
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.at.astimezone(UTC))
    event.add("dtstart", one.starts_at.astimezone(UTC))
    event.add("dtend", (one.starts_at + LASTS).astimezone(UTC))
    event.add("summary", _summary(one))
    event.add(
        "description",
        _("Whoever is coached must know of it too. Open: {link}").format(link=one.link),
    )
    event.add("url", one.link)
    event.add("status", _status(one))
    organizer = vCalAddress(f"mailto:{one.organizer}")
    organizer.params["CN"] = _("Coach the Coach")
    event.add("organizer", organizer)
    for guest in (one.observer, one.observed):
        event.add("attendee", _attendee(guest))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", str(one.method))
    calendar.add_component(event)
    return calendar.to_ical().decode()


def _summary(one: Occasion) -> str:
    return _("{observer} watches a session of {observed}").format(
        observer=one.observer.name, observed=one.observed.name
    )


def _status(one: Occasion) -> str:
    """Cancelled; or confirmed once both agree, and tentative while one still has to."""
    if one.method is Method.CANCEL:
        return "CANCELLED"
    return "CONFIRMED" if one.observer.agrees and one.observed.agrees else "TENTATIVE"


def _attendee(guest: Guest) -> vCalAddress:
    """One of the two, who answers in the program and not by mail."""
    address = vCalAddress(f"mailto:{guest.email}")
    address.params["CN"] = guest.name
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = "ACCEPTED" if guest.agrees else "NEEDS-ACTION"
    address.params["RSVP"] = "FALSE"
    return address
