"""Reading a calendar, and what it would change."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlalchemy import or_
from sqlmodel import Session, col, select

from coach_the_coach.cadence.calendar.bringing.rules import (
    Brought,
    Change,
    Changed,
    KnownTime,
    Member,
    Said,
    Seen,
    brought_from,
    brought_of,
    changes_in,
    field_of,
)
from coach_the_coach.cadence.calendar.formats.ics import CalendarFile, Occurrence
from coach_the_coach.cadence.calendar.formats.lines import Unreadable
from coach_the_coach.cadence.calendar.rows import BroughtRow, ChoiceRow, GroupRow
from coach_the_coach.cadence.calendar.rules import AHEAD, BACK
from coach_the_coach.cadence.contract.queries import contract_of
from coach_the_coach.cadence.rules import Booked, Status
from coach_the_coach.cadence.tables import Appointment
from coach_the_coach.cadence.week.booking.rules import OWN, TEAM
from coach_the_coach.cadence.week.rules import DOMAIN, booked_word, our_name
from coach_the_coach.coaching.queries import team
from coach_the_coach.foundation.keys import unsealed
from coach_the_coach.foundation.when import begins, local_day, monday_of
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.tables import Passing
from coach_the_coach.observations.booking.rules import said_time

PURPOSE: Final = "calendar-import"
"""The key that what waits is encrypted with: a copy of the database gives no title away."""


def may_bring(_session: Session, actor: Actor) -> str:
    """The zone of whoever holds sessions, and goes on. Raises NotPermitted."""
    actor.require(Permission.COACHING_HOLD)
    return actor.time_zone


def brought_by(
    session: Session, actor: Actor, *, file: CalendarFile | Unreadable, at: datetime
) -> Brought:
    """What a file says, without the words of what is known; or why it cannot be read."""
    actor.require(Permission.COACHING_HOLD)
    if isinstance(file, Unreadable):
        return Brought(problem=str(file))
    members = [
        Member(one.public_id, one.name, one.given_name, one.email)
        for one in team(session, actor, at=at)
    ]
    known = known_times(session, actor, uids=_uids(file.occurrences), at=at)
    return brought_from(file, members, {one.uid for one in known})


def waiting_file(session: Session, actor: Actor, *, at: datetime) -> Brought | None:
    """What waits to be decided about; None for nothing, or after it has waited too long."""
    actor.require(Permission.COACHING_HOLD)
    kept = session.exec(
        select(Passing.value).where(Passing.key == key_of(actor), Passing.ends_at > at)
    ).first()
    text = None if kept is None else unsealed(PURPOSE, kept)
    return None if text is None else brought_of(text)


def key_of(actor: Actor) -> str:
    """Under which name the actor's file waits: one at a time."""
    return f"{PURPOSE}:{actor.person_id}"


def known_times(
    session: Session, actor: Actor, *, uids: Collection[str], at: datetime
) -> list[KnownTime]:
    """The actor's appointments in the window and those of these events, as coach; removed ones too.

    What was taken out of the calendar here is not brought in again, and what was long ago is
    known again where a calendar has it at another time. What the file names as our own calendar
    does is known by that name, whatever another calendar calls it. One statement: a file says at
    most `MAX_TIMES` of them.
    """
    own = {uid.removesuffix(f"@{DOMAIN}") for uid in uids if uid.endswith(f"@{DOMAIN}")}
    found = session.exec(
        visible(Appointment, actor).where(
            Appointment.coach_id == actor.person_id,
            or_(
                col(Appointment.starts_at).between(at - BACK, at + AHEAD),
                col(Appointment.uid).in_(uids),
                col(Appointment.public_id).in_(own),
            ),
        )
    ).all()
    by_our_name = [_by_our_name(one) for one in found if one.public_id in own]
    others = [
        one
        for one in found
        if one.public_id not in own or (one.uid in uids and one.uid != our_name(one.public_id))
    ]
    return by_our_name + [
        KnownTime(
            public_id=one.public_id,
            uid=one.uid,
            recurrence=one.recurrence,
            starts_at=one.starts_at,
            minutes=one.minutes,
            is_open=one.status is Status.BOOKED,
            first=Seen(one.first_at, one.booked_minutes),
            seen=_seen(one),
            sequence=None if one.imported else one.sequence,
        )
        for one in others
    ]


def _by_our_name(one: Appointment) -> KnownTime:
    """An appointment as our own calendar names it, which knows no other calendar's versions."""
    name = our_name(one.public_id)
    return KnownTime(
        public_id=one.public_id,
        uid=name,
        recurrence="",
        starts_at=one.starts_at,
        minutes=one.minutes,
        is_open=one.status is Status.BOOKED,
        first=Seen(one.first_at, one.booked_minutes),
        seen=_seen(one) if one.uid == name else None,
        sequence=one.sequence,
    )


def _seen(one: Appointment) -> Seen | None:
    """What a file said of it last."""
    if one.seen_starts_at is None:
        return None
    minutes = one.seen_minutes or one.minutes
    return Seen(one.seen_starts_at, minutes, one.seen_cancelled, one.seen_sequence)


def _uids(times: Iterable[Said | Occurrence]) -> set[str]:
    return {one.uid for one in times}


def changes_of(session: Session, actor: Actor, brought: Brought, *, at: datetime) -> list[Changed]:
    """What a file changes by now. New is only what is not over before this week."""
    monday = monday_of(local_day(at, actor.time_zone))
    known = known_times(session, actor, uids=_uids(brought.times), at=at)
    since = begins(monday, actor.time_zone)
    return changes_in(brought, known, since=since, at=at, zone=actor.time_zone)


def brought_row(session: Session, actor: Actor, *, at: datetime) -> BroughtRow:
    """What the file that waits would change, in words."""
    brought = waiting_file(session, actor, at=at)
    if brought is None:
        return BroughtRow()
    if brought.problem:
        return BroughtRow(stage="problem", problem=brought.problem)
    changes = changes_of(session, actor, brought, at=at)
    names = _names(session, actor, changes)
    terms = contract_of(session, actor, coach_id=actor.person_id)
    same, older = _staying(brought, changes)
    return BroughtRow(
        stage="found",
        moved=_lines(changes, Change.MOVED, names, actor),
        shortened=_lines(changes, Change.SHORTENED, names, actor),
        cancelled=_lines(changes, Change.CANCELLED, names, actor),
        groups=_groups(brought, changes, actor),
        unread=list(brought.unread),
        people=[
            *[ChoiceRow(one.public_id, one.name) for one in team(session, actor, at=at)],
            ChoiceRow(TEAM, _("The whole team: practice")),
            ChoiceRow(OWN, _("Protected time of my own")),
        ],
        reasons=[ChoiceRow(one, one) for one in terms.reasons],
        same=same,
        older=older,
    )


def _staying(brought: Brought, changes: list[Changed]) -> tuple[str, str]:
    """How many times stay as they are, and how many as the file is an older one; in words."""
    older = sum(one.change is Change.OLDER for one in changes)
    changed = {
        (one.said.uid, one.said.recurrence) for one in changes if one.change is not Change.SEEN
    }
    same = sum((one.uid, one.recurrence) not in changed for one in brought.times)
    return (
        _n("{n} time stays as it is.", "{n} times stay as they are.", same).format(n=same)
        if same
        else "",
        _n(
            "{n} time is in an older version here than was brought in, and stays as it is.",
            "{n} times are in an older version here than was brought in, and stay as they are.",
            older,
        ).format(n=older)
        if older
        else "",
    )


def _names(session: Session, actor: Actor, changes: list[Changed]) -> Mapping[str, str]:
    """With whom each known time is, by its public id."""
    ids = [one.public_id for one in changes if one.public_id]
    found = session.exec(
        visible(Appointment, actor).where(
            Appointment.coach_id == actor.person_id, col(Appointment.public_id).in_(ids)
        )
    ).all()
    people = names_of(session, [one.coached_id for one in found if one.coached_id])
    return {
        one.public_id: people.get(one.coached_id or 0, "") or booked_word(Booked(one.booked))
        for one in found
    }


def _lines(
    changes: list[Changed], change: Change, names: Mapping[str, str], actor: Actor
) -> list[str]:
    return [
        _line(one, names.get(one.public_id, ""), actor.time_zone)
        for one in changes
        if one.change is change
    ]


def _line(one: Changed, name: str, zone: str) -> str:
    was = said_time(one.was or one.said.starts_at, zone)
    if one.change is Change.MOVED:
        now = said_time(one.said.starts_at, zone)
        return _("{name}: from {was} to {now}").format(name=name, was=was, now=now)
    if one.change is Change.SHORTENED:
        words = _("{name}: {now}, {n} min")
        return words.format(name=name, now=was, n=one.said.minutes)
    return _("{name}: {now}").format(name=name, now=was)


def _groups(brought: Brought, changes: list[Changed], actor: Actor) -> list[GroupRow]:
    """New times by the event they are of, in order of the first."""
    by_uid: dict[str, list[Changed]] = {}
    for one in changes:
        if one.change is Change.NEW:
            by_uid.setdefault(one.said.uid, []).append(one)
    return [
        GroupRow(
            name=field_of(uid),
            title=brought.titles.get(uid, "") or _("Without a title"),
            when=_when(times, actor.time_zone),
            chosen=brought.people.get(uid, ""),
        )
        for uid, times in by_uid.items()
    ]


def _when(times: list[Changed], zone: str) -> str:
    first = times[0].said.starts_at.astimezone(ZoneInfo(zone))
    day = format_date(first, "EEEE d MMMM", locale="en_GB")
    words = _n("{day} {time}", "{n} times from {day} {time} on", len(times))
    return words.format(n=len(times), day=day, time=f"{first:%H:%M}")
