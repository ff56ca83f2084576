"""What is asked of the register, and the columns of its file. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from coach_the_coach.certification.credential.rules import AwardKind
from coach_the_coach.foundation.words import _

FIRST_YEAR: Final = 1990
"""No certificate is older. Source: docs/method.md#register."""

COLUMNS: Final = (
    *("certificate", "person", "person_id", "path", "version", "kind", "from", "until"),
    *("revoked_on", "suspended_on", "rested", "signed_by"),
)
"""The columns of the file; instants are those of UTC, what is over an interval of ISO 8601."""


class Stands(StrEnum):
    """What a certificate is worth on a day."""

    VALID = "valid"
    ENDED = "ended"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Rest:
    """That a certificate rested from a day on, until the day on which that ended."""

    begins: date
    ends: date | None = None
    """None while it rests."""

    def covers(self, day: date) -> bool:
        """Whether it rested at the end of a day."""
        return self.begins <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True)
class Asked:
    """What of the register is asked for; empty is everything."""

    search: str = ""
    path_key: str = ""
    stands: Stands | None = None
    on: date | None = None
    """The day on which it stands so; None for today."""

    year: int | None = None
    """Of the year in which it was granted."""


def asked_from(search: str, path_key: str, stands: str, on: str, year: str) -> Asked:
    """What somebody typed; what is no day, no year and no word is left out."""
    plain = year.strip()
    number = int(plain) if plain.isascii() and plain.isdecimal() and len(plain) == 4 else 0
    try:
        day = date.fromisoformat(on.strip())
    except ValueError:
        day = None
    # The last day of all has none after it.
    day = None if day == date.max else day
    return Asked(
        # An address may hold a null character, which no database takes.
        search=search.replace("\0", "")[:80],
        path_key=path_key.replace("\0", "")[:40],
        stands=Stands(stands) if stands in list(Stands) else None,
        on=day,
        year=number if number >= FIRST_YEAR else None,
    )


def stands_on(
    valid_from: date,
    valid_until: date | None,
    revoked_on: date | None,
    rests: Iterable[Rest],
    day: date,
) -> Stands | None:
    """What a certificate is worth at the end of a day; None before its first."""
    if day < valid_from:
        return None
    if revoked_on is not None and revoked_on <= day:
        return Stands.REVOKED
    if valid_until is not None and valid_until < day:
        return Stands.ENDED
    if any(one.covers(day) for one in rests):
        return Stands.SUSPENDED
    return Stands.VALID


def stands_word(stands: Stands | None) -> str:
    """The same in a word."""
    if stands is None:
        return _("Not yet")
    return {
        Stands.VALID: _("Valid"),
        Stands.ENDED: _("Ended"),
        Stands.SUSPENDED: _("Suspended"),
        Stands.REVOKED: _("Taken back"),
    }[stands]


def stands_mark(stands: Stands | None) -> str:
    """The same as a mark."""
    if stands is Stands.VALID:
        return "done"
    return "plain" if stands in (None, Stands.ENDED) else "attention"


def kind_word(kind: AwardKind) -> str:
    """What a certificate was granted for."""
    return {AwardKind.FIRST: _("First"), AwardKind.RECERTIFIED: _("Renewed")}[kind]


def interval(rest: Rest) -> str:
    """A rest that is over, as the file has it."""
    return f"{rest.begins.isoformat()}/{rest.ends.isoformat() if rest.ends else '..'}"
