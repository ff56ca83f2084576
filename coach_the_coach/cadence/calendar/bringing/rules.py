"""What a calendar changes of what is known: new, moved, shortened, cancelled. Pure."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from coach_the_coach.cadence.calendar.formats.ics import CalendarFile, Occurrence
from coach_the_coach.cadence.calendar.rules import AHEAD
from coach_the_coach.foundation.when import local_day, monday_of
from coach_the_coach.foundation.words import _, _n

FEW: Final = 3
"""Most people invited to what is taken for a session of two. Source: docs/method.md#calendars."""

WAITS: Final = timedelta(hours=1)
"""How long a file waits to be decided about. Source: docs/method.md#calendars."""


class Change(StrEnum):
    """What a file says of one time."""

    NEW = "new"
    MOVED = "moved"
    SHORTENED = "shortened"
    CANCELLED = "cancelled"
    RENAMED = "renamed"
    """The same time under another name of its series: only the name is kept."""


@dataclass(frozen=True)
class Said:
    """One time of a file, without its words."""

    uid: str
    recurrence: str
    starts_at: datetime
    minutes: int
    sequence: int
    is_cancelled: bool


@dataclass(frozen=True)
class Brought:
    """What is kept of a file until it is decided about: no words but those of new events."""

    times: tuple[Said, ...] = ()
    uids: frozenset[str] = frozenset()
    unread: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    """Of new events, so that they can be told apart; gone with the decision."""

    people: Mapping[str, str] = field(default_factory=dict)
    """With whom a new event is, by public id, where the file says so."""

    problem: str = ""


@dataclass(frozen=True)
class KnownTime:
    """An appointment of the coach's, as far as a calendar can change it."""

    public_id: str
    uid: str
    recurrence: str
    starts_at: datetime
    minutes: int
    sequence: int
    is_open: bool


@dataclass(frozen=True)
class Changed:
    """One change: of what is known by its public id, or of nothing for what is new."""

    change: Change
    said: Said
    public_id: str = ""
    was: datetime | None = None


@dataclass(frozen=True)
class Member:
    """Somebody of the team, as a calendar may name them."""

    public_id: str
    name: str
    given_name: str
    email: str


def brought_from(file: CalendarFile, team: Sequence[Member], known: Iterable[str]) -> Brought:
    """What is kept of a file: of events known by these uids no words at all."""
    there = set(known)
    new = [one for one in file.occurrences if one.uid not in there]
    named = {one.uid: one for one in new}
    found = {uid: member_in(one, team) for uid, one in named.items()}
    return Brought(
        times=tuple(
            Said(
                one.uid,
                one.recurrence,
                one.starts_at,
                one.minutes,
                one.sequence,
                one.is_cancelled,
            )
            for one in file.occurrences
        ),
        uids=file.uids,
        unread=file.unread,
        titles={uid: one.title for uid, one in named.items()},
        people={uid: who for uid, who in found.items() if who},
    )


def member_in(one: Occurrence, team: Sequence[Member]) -> str:
    """Whom of the team an event is with, by public id; empty where it does not say for certain."""
    invited = [member.public_id for member in team if member.email.lower() in one.emails]
    if len(invited) == 1 and len(one.emails) <= FEW:
        return invited[0]
    if len(invited) > 1:
        return ""
    title = one.title.casefold()
    whole = [member.public_id for member in team if member.name.casefold() in title]
    if len(whole) == 1:
        return whole[0]
    words = set(re.findall(r"\w+", title))
    given = [one.public_id for one in team if one.given_name.casefold() in words]
    return given[0] if len(given) == 1 and not whole else ""


def changes_in(
    brought: Brought, known: Sequence[KnownTime], *, since: datetime, at: datetime, zone: str
) -> list[Changed]:
    """What the file changes, in order of time; new is only what begins `since` then.

    A time is known again by the event's name and its place in the series. Where a whole series
    was moved, each of its times is found by the week it is in. What is no longer in a series that
    is in the file was cancelled. What is settled stays as it is, and so does what the file knows
    only in an older version.
    """
    by_key = {(one.uid, one.recurrence): one for one in known}
    said_keys = {(one.uid, one.recurrence) for one in brought.times}
    gone = [
        one
        for one in known
        if one.is_open
        # What lies further ahead was not asked of the file when it was read.
        and at < one.starts_at <= at + AHEAD - WAITS
        and one.uid in brought.uids
        and (one.uid, one.recurrence) not in said_keys
    ]
    found: list[Changed] = []
    for said in brought.times:
        there = by_key.get((said.uid, said.recurrence))
        if there is None:
            there = _in_its_week(said, gone, zone)
            if there is not None:
                gone.remove(there)
        change = _change_of(said, there, since)
        if change is not None:
            found.append(change)
    found += [
        Changed(Change.CANCELLED, _as_known(one), one.public_id, one.starts_at) for one in gone
    ]
    return sorted(found, key=lambda one: (one.said.starts_at, one.said.uid))


def field_of(uid: str) -> str:
    """How the form names an event."""
    return f"who-{sha256(uid.encode(errors='replace')).hexdigest()[:16]}"


def text_of(brought: Brought) -> str:
    """What is kept of a file, as text."""
    said = asdict(brought) | {
        "uids": sorted(brought.uids),
        "times": [asdict(one) | {"starts_at": one.starts_at.isoformat()} for one in brought.times],
    }
    return json.dumps(said, separators=(",", ":"))


def brought_of(text: str) -> Brought:
    """What `text_of` has written."""
    said: dict[str, Any] = json.loads(text)
    times = [
        Said(**(one | {"starts_at": datetime.fromisoformat(one["starts_at"])}))
        for one in said["times"]
    ]
    return Brought(
        times=tuple(times),
        uids=frozenset(said["uids"]),
        unread=tuple(said["unread"]),
        titles=said["titles"],
        people=said["people"],
        problem=said["problem"],
    )


def done_words(counts: Mapping[Change, int]) -> str:
    """What was brought in, as a sentence."""
    parts = [
        _n("{n} new", "{n} new", counts.get(Change.NEW, 0)).format(n=counts.get(Change.NEW, 0)),
        _("{n} moved").format(n=counts.get(Change.MOVED, 0)),
        _("{n} shortened").format(n=counts.get(Change.SHORTENED, 0)),
        _("{n} cancelled").format(n=counts.get(Change.CANCELLED, 0)),
    ]
    return _("Brought in: {parts}.").format(parts=", ".join(parts))


def _change_of(said: Said, there: KnownTime | None, since: datetime) -> Changed | None:
    """What one time of the file changes; None for nothing."""
    if there is None:
        is_new = not said.is_cancelled and said.starts_at >= since
        return Changed(Change.NEW, said) if is_new else None
    if not there.is_open or said.sequence < there.sequence:
        return None
    change = None
    if said.is_cancelled:
        change = Change.CANCELLED
    elif said.starts_at != there.starts_at:
        change = Change.MOVED
    elif said.minutes < there.minutes:
        change = Change.SHORTENED
    elif said.recurrence != there.recurrence:
        change = Change.RENAMED
    return Changed(change, said, there.public_id, there.starts_at) if change else None


def _in_its_week(said: Said, gone: Iterable[KnownTime], zone: str) -> KnownTime | None:
    """What is gone of the same event in the same week: the time that this one came in place of."""
    week = monday_of(local_day(said.starts_at, zone))
    return next(
        (
            one
            for one in gone
            if one.uid == said.uid and monday_of(local_day(one.starts_at, zone)) == week
        ),
        None,
    )


def _as_known(one: KnownTime) -> Said:
    return Said(one.uid, one.recurrence, one.starts_at, one.minutes, one.sequence, True)
