"""What a calendar changes of what is known: new, moved, shortened, cancelled. Pure."""

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
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
    SEEN = "seen"
    """Nothing is to be done; only its name and what the file says are kept."""

    OLDER = "older"
    """The file has it in an older version than was brought in: nothing is to be done."""


@dataclass(frozen=True)
class Said:
    """One time of a file, without its words."""

    uid: str
    recurrence: str
    starts_at: datetime
    minutes: int
    sequence: int | None
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
    versions: Mapping[str, int] = field(default_factory=dict)
    """Of each event the newest version in the file, where it says one."""


@dataclass(frozen=True)
class Seen:
    """What a calendar said of a time."""

    starts_at: datetime
    minutes: int
    is_cancelled: bool = False
    sequence: int | None = None


@dataclass(frozen=True)
class KnownTime:
    """An appointment of the coach's, as far as a calendar can change it."""

    public_id: str
    uid: str
    recurrence: str
    starts_at: datetime
    minutes: int
    is_open: bool
    first: Seen
    """As booked first: what our own calendar said of it as version 0."""

    seen: Seen | None = None
    """What a file said of it last; None for what was in none so far."""

    sequence: int | None = None
    """Its version in our own calendar; None for what another one was brought in from."""


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
        versions=file.versions,
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
    only in an older version. What the file says as it said it before is nothing new, whatever was
    done to it here since.
    """
    by_key = {(one.uid, one.recurrence): one for one in known}
    said_keys = {(one.uid, one.recurrence) for one in brought.times}
    older = _older_in(brought, known)
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
        change = _change_of(said, there) if there else _new(said, since, older)
        if change is not None:
            public_id, was = (there.public_id, there.starts_at) if there else ("", None)
            found.append(Changed(change, said, public_id, was))
    found += [
        Changed(
            Change.OLDER if one.uid in older else Change.CANCELLED,
            _as_gone(one, brought),
            one.public_id,
            one.starts_at,
        )
        for one in gone
        # Cancelled by an earlier file already, and taken back here.
        if one.seen is None or not one.seen.is_cancelled
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
        versions=said["versions"],
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


def _older_in(brought: Brought, known: Iterable[KnownTime]) -> set[str]:
    """The events that the file has in an older version than any of their times was seen in."""
    lowest: dict[str, int] = {}
    for one in known:
        lowest[one.uid] = min(lowest.get(one.uid, _last(one)), _last(one))
    return {
        uid
        for uid, last in lowest.items()
        if uid in brought.versions and brought.versions[uid] < last
    }


def _new(said: Said, since: datetime, older: Collection[str]) -> Change | None:
    """What becomes of a time that is not known; None for nothing."""
    if said.is_cancelled or said.starts_at < since:
        return None
    return Change.OLDER if said.uid in older else Change.NEW


def _change_of(said: Said, there: KnownTime) -> Change | None:
    """What one time of the file changes; None for nothing."""
    if not there.is_open:
        return None
    if _is_older(said, there):
        return Change.OLDER
    before = _before(said, there)
    if said.is_cancelled:
        return Change.SEEN if before.is_cancelled else Change.CANCELLED
    if said.starts_at not in (before.starts_at, there.starts_at):
        return Change.MOVED
    if said.minutes < there.minutes:
        return Change.SHORTENED
    same = said.recurrence == there.recurrence and seen_of(said, there.seen) == there.seen
    return None if same else Change.SEEN


def seen_of(said: Said, before: Seen | None) -> Seen:
    """What is kept of what a file says; the version from before where it says none."""
    last = before.sequence if before else None
    sequence = last if said.sequence is None else said.sequence
    return Seen(said.starts_at, said.minutes, said.is_cancelled, sequence)


def _last(there: KnownTime) -> int:
    """The version that was seen last: in a file, else what our own calendar says."""
    if there.seen is not None and there.seen.sequence is not None:
        return there.seen.sequence
    return there.sequence or 0


def _is_older(said: Said, there: KnownTime) -> bool:
    """Whether the file says an older version than was seen."""
    if said.sequence is None:
        return False
    # Our own calendar as it was at first, brought in after one that was edited under its number.
    as_first = Seen(said.starts_at, said.minutes, said.is_cancelled) == there.first
    if as_first and said.sequence == 0 and there.sequence:
        return True
    return said.sequence < _last(there)


def _before(said: Said, there: KnownTime) -> Seen:
    """What the calendar said before it was edited."""
    # Our own calendar as it is by now, and nothing older.
    own = there.sequence
    if own is not None and said.sequence is not None and said.sequence >= own:
        return Seen(there.starts_at, there.minutes)
    return there.seen or there.first


def _in_its_week(said: Said, gone: Iterable[KnownTime], zone: str) -> KnownTime | None:
    """What is gone of the same event in the same week: the time that this one came in place of.

    The week is that of the calendar, wherever it was moved to here.
    """
    week = monday_of(local_day(said.starts_at, zone))
    return next(
        (
            one
            for one in gone
            if one.uid == said.uid and monday_of(local_day(_seen_at(one), zone)) == week
        ),
        None,
    )


def _seen_at(one: KnownTime) -> datetime:
    return one.seen.starts_at if one.seen else one.starts_at


def _as_gone(one: KnownTime, brought: Brought) -> Said:
    """What a file says of a time by leaving it out."""
    version = brought.versions.get(one.uid)
    return Said(one.uid, one.recurrence, _seen_at(one), one.minutes, version, is_cancelled=True)
