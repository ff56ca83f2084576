"""When each manager of the demo company was to meet each rep, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from coach_the_coach.cadence.rules import Blocker
from coach_the_coach.demo import cast
from coach_the_coach.demo.chance import chance, public_id
from coach_the_coach.demo.people import Member, Roster
from coach_the_coach.demo.said import BYPASSES, REASONS
from coach_the_coach.foundation.when import monday_of
from coach_the_coach.identity.access import COACHED_ROLES

WEEKS_AHEAD: Final = 5
"""How far ahead the demo company has booked."""

MINUTES: Final = 30
"""How long a one-to-one is."""

STALLED_SINCE: Final = timedelta(days=25)
"""For how long the stalled manager has held none."""


@dataclass(frozen=True)
class Care:
    """How a manager keeps to it: shares 0..1 at the start and at the end of the history."""

    first: float
    last: float
    skill: float
    """The share of their minutes that goes to skills."""

    practice: float
    """The share of weeks in which the team practises."""

    plans: float
    """The share of the calls that matter which are planned and debriefed."""

    def kept(self, progress: float) -> float:
        """The share of sessions held at `progress` through the history, 0..1."""
        return self.first + (self.last - self.first) * progress


CARES: Final = {
    cast.IMPROVING: Care(0.45, 0.97, 0.6, 0.9, 0.8),
    cast.STALLED: Care(0.5, 0.2, 0.1, 0.1, 0.1),
    cast.LARGE: Care(0.7, 0.8, 0.5, 0.8, 0.5),
    cast.SMALL: Care(0.9, 0.95, 0.55, 0.7, 0.7),
    cast.RESCUER: Care(0.65, 0.7, 0.1, 0.3, 0.3),
    cast.TRAINER: Care(0.8, 0.85, 0.5, 0.9, 0.4),
    cast.INSPECTOR: Care(0.8, 0.65, 0.2, 0.2, 0.3),
    cast.CANDIDATE: Care(0.8, 0.9, 0.5, 0.7, 0.6),
}
"""Those of whom something is to be seen."""


class Went(StrEnum):
    """What became of a time that was booked."""

    AHEAD = "ahead"
    HELD = "held"
    SHORTENED = "shortened"
    MOVED = "moved"
    CANCELLED = "cancelled"
    MISSED = "missed"
    UNLOGGED = "unlogged"


HELD: Final = (Went.HELD, Went.SHORTENED, Went.MOVED)
"""What of it is in the log."""


@dataclass(frozen=True)
class Time:
    """One time of a coach with a rep; `begins_at` is when it was held or is to be."""

    public_id: str
    coach: Member
    rep: Member
    due_week: date
    first_at: datetime
    begins_at: datetime
    minutes: int
    went: Went
    reason: str = ""
    allowed: bool = True
    blocker: Blocker | None = None


def care_of(manager: Member, seed: int) -> Care:
    """How this manager keeps to it."""
    for part, care in CARES.items():
        if part.name == manager.name:
            return care
    luck = chance(seed, "care", manager.public_id)
    start = luck.uniform(0.6, 0.9)
    return Care(
        start,
        min(0.97, start + luck.uniform(-0.1, 0.15)),
        luck.uniform(0.3, 0.6),
        luck.uniform(0.3, 0.9),
        luck.uniform(0.2, 0.8),
    )


def times(roster: Roster, manager: Member, seed: int, *, days: int, at: datetime) -> Iterator[Time]:
    """Every time of a manager with the team: one every other week for each, by rep and week."""
    zone, luck = ZoneInfo(manager.zone), chance(seed, "times", manager.public_id)
    today = at.astimezone(zone).date()
    monday = monday_of(today)
    care = care_of(manager, seed)
    weeks = days // 7
    team = [one for one in roster.reports(manager, at.date()) if one.role in COACHED_ROLES]
    for place, rep in enumerate(team):
        for week in range(-weeks, WEEKS_AHEAD):
            due = monday + timedelta(weeks=week)
            # Whoever works here less than a week has not been booked yet.
            if (due.toordinal() // 7 + place) % 2 or rep.starts_on > due - timedelta(days=7):
                continue
            first = _begins(due, place, zone)
            if not _reports(roster, rep, manager, first.date()):
                continue
            progress = min(1.0, max(0.0, (week + weeks) / weeks))
            yield _time(manager, rep, due, first, care.kept(progress), luck, at)


def _begins(due: date, place: int, zone: ZoneInfo) -> datetime:
    """From Tuesday to Thursday, three a day at most, at the same hour in summer and winter."""
    on = due + timedelta(days=1 + (place // 2) % 3)
    local = datetime.combine(on, time(9 + (place // 6) * 2, 30), zone)
    return local.astimezone(UTC)


def _reports(roster: Roster, rep: Member, manager: Member, on: date) -> bool:
    return next(roster.above(rep, on), None) == manager


def _time(
    coach: Member,
    rep: Member,
    due: date,
    first: datetime,
    kept: float,
    luck: Random,
    at: datetime,
) -> Time:
    """What became of one of them."""
    name = public_id(luck)
    roll, kind, reason = luck.random(), luck.random(), luck.random()
    excuse, bypass = luck.choice(list(Blocker)), luck.choice(BYPASSES)
    if first + timedelta(minutes=MINUTES) > at:
        return Time(name, coach, rep, due, first, first, MINUTES, Went.AHEAD)
    is_stalled = coach.name == cast.STALLED.name and first > at - STALLED_SINCE
    if roll < kept and not is_stalled:
        return _held(Time(name, coach, rep, due, first, first, MINUTES, Went.HELD), kind, at)
    if kind < 0.4:
        return Time(name, coach, rep, due, first, first, MINUTES, Went.MISSED, blocker=excuse)
    if reason < 0.45 or is_stalled:
        why, allowed = bypass, False
    else:
        why, allowed = REASONS[int(reason * 100) % len(REASONS)], True
    return Time(
        name, coach, rep, due, first, first, MINUTES, Went.CANCELLED, reason=why, allowed=allowed
    )


def _held(one: Time, kind: float, at: datetime) -> Time:
    """Held, or held shorter or on another day of its week, or held and never written down."""
    if kind < 0.12:
        return replace(one, minutes=15, went=Went.SHORTENED, reason=REASONS[0])
    later = one.first_at + timedelta(days=1)
    if kind < 0.2 and later + timedelta(minutes=MINUTES) < at:
        return replace(one, begins_at=later, went=Went.MOVED, reason=REASONS[0])
    if kind > 0.96:
        return replace(one, went=Went.UNLOGGED)
    return one
