"""What a page of the entry is handed, and what a form that was refused leaves behind."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Why(StrEnum):
    """Why somebody is back at the form; short enough for an address."""

    NO_MATCH = "1"
    WAIT = "wait"
    OFF = "off"
    LATE = "late"
    NUMBER = "number"


@dataclass(frozen=True)
class Again:
    """What a form remembers of a try, sealed and for minutes: no address ever holds it."""

    email: str = ""
    wait_until: datetime | None = None


@dataclass(frozen=True)
class Visit:
    """What a request says of where it comes from."""

    device: str
    network: str
    cookies: str | None
    earlier: str | None
    """The secret of the sign-in that this browser has."""


@dataclass(frozen=True)
class CameIn:
    """Somebody is signed in: what goes into the cookies of this browser."""

    secret: str
    known: str


@dataclass(frozen=True)
class Halfway:
    """The password was right, and a number is to come: what goes into a cookie meanwhile."""

    secret: str
