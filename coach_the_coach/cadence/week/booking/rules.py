"""What a series must hold, on which days it falls, and what is proposed for a team. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from coach_the_coach.cadence.policy.rules import A_DAY, LONG, WEEKS
from coach_the_coach.cadence.rules import Booked
from coach_the_coach.cadence.week.rules import Slot, instant_of, overlaps
from coach_the_coach.foundation.when import monday_of
from coach_the_coach.foundation.words import _, _n

TEAM: Final = "team"
"""Stands for a practice of the whole team where a form asks with whom."""

OWN: Final = "own"
"""Stands for the coach's own protected time there."""

EVERY: Final = (1, 2, 4, 0)
"""After how many weeks it comes again; 0 is once."""

LENGTHS: Final = (15, 30, 45, 60)
"""Minutes offered. Source: docs/method.md#appointments."""

MOST_WEEKS: Final = 53
"""Weeks that a series lasts at most. Source: docs/method.md#appointments."""

AT_FIRST: Final = timedelta(weeks=12)
"""How long a series lasts where the coach says nothing else. Source: docs/method.md#appointments.
"""

AHEAD: Final = timedelta(days=28)
"""Days in which as many times as the rhythm wants are enough without a series.

Source: docs/method.md#appointments."""

HOURS: Final = (time(9), time(10), time(11), time(13), time(14), time(15), time(16))
"""Times proposed on a day, in order. Source: docs/method.md#appointments."""

PROPOSED_DAYS: Final = (1, 2, 3, 0, 4)
"""Weekdays proposed, from 0 for Monday: the middle of the week first.

Source: docs/method.md#appointments."""


@dataclass(frozen=True)
class SeriesDraft:
    """What is to be booked, as chosen; the first time is on the clock where the coach is."""

    who: str = ""
    """The public id of a rep, or `TEAM`, or `OWN`."""

    starts: datetime | None = None
    """Without a zone."""

    minutes: int = 0
    every_weeks: int = 1
    until: date | None = None

    @property
    def booked(self) -> Booked:
        """What it is for."""
        words = {TEAM: Booked.TEAM_PRACTICE, OWN: Booked.BLOCK}
        return words.get(self.who, Booked.ONE_TO_ONE)


@dataclass(frozen=True)
class Wanted:
    """With whom a series is to be proposed, how long and how often."""

    person_id: int
    minutes: int
    every_weeks: int


@dataclass(frozen=True)
class Proposed:
    """A series that fits into the coach's week."""

    person_id: int
    starts: datetime
    """The first time, on the clock where the coach is."""

    minutes: int
    every_weeks: int


def problems_in(draft: SeriesDraft, *, today: date) -> dict[str, str]:
    """What keeps a draft from being booked: field to sentence."""
    problems = {}
    if not draft.who:
        problems["who"] = _("Choose whom this time is for.")
    if draft.starts is None:
        problems["starts"] = _("Choose the first day and the time.")
    elif not today <= draft.starts.date() <= today + timedelta(weeks=MOST_WEEKS):
        problems["starts"] = _("Choose a day from today on, within a year.")
    if draft.minutes not in LONG:
        problems["minutes"] = _("From {low} to {high} minutes.").format(low=LONG[0], high=LONG[-1])
    if draft.every_weeks not in EVERY:
        problems["every"] = _("Choose how often.")
    elif draft.every_weeks and not problems and (problem := _problem_with_end(draft)):
        problems["until"] = problem
    return problems


def days_of(first: date, until: date, every_weeks: int) -> list[date]:
    """The days on which a series falls, in order; both ends count."""
    count = (until - first).days // (7 * every_weeks) + 1
    return [first + timedelta(weeks=every_weeks * place) for place in range(max(0, count))]


def slots_of(draft: SeriesDraft, zone: str) -> list[tuple[date, Slot]]:
    """Each time of a draft without problems, by its day: the same on the clock all year."""
    if draft.starts is None:
        return []
    first, clock = draft.starts.date(), draft.starts.time()
    days = [first]
    if draft.every_weeks and draft.until is not None:
        days = days_of(first, draft.until, draft.every_weeks)
    return [(on, Slot(instant_of(on, clock, zone), draft.minutes)) for on in days]


def free_of(slots: Iterable[tuple[date, Slot]], taken: Sequence[Slot]) -> list[tuple[date, Slot]]:
    """Those that run into nothing."""
    return [(on, slot) for on, slot in slots if not overlaps(slot, taken)]


def crowded(
    slots: Iterable[tuple[date, Slot]], one_to_ones: Iterable[datetime], zone: str
) -> list[date]:
    """The days on which these would be a fourth one-to-one."""
    there: dict[date, int] = {}
    for at in one_to_ones:
        on = at.astimezone(ZoneInfo(zone)).date()
        there[on] = there.get(on, 0) + 1
    return [on for on, _slot in slots if there.get(on, 0) >= A_DAY]


def every_weeks_for(per_month: int) -> int:
    """After how many weeks a session comes again that is held so often a month."""
    if per_month >= WEEKS:
        return 1
    return 2 if per_month > 1 else 4


def proposed(
    wanted: Iterable[Wanted], taken: Sequence[Slot], *, zone: str, today: date
) -> list[Proposed]:
    """A free hour of next week for each, three on a day at most, in order; as far as there is room.

    `taken` says what the next weeks hold: an hour counts as free that is so in four of them.
    """
    monday = monday_of(today) + timedelta(days=7)
    filled = [
        len({slot.starts_at for slot in taken if _is_on(slot, monday + timedelta(days=day), zone)})
        for day in range(7)
    ]
    busy, found = list(taken), []
    for one in wanted:
        for day in PROPOSED_DAYS:
            place = _free_hour(one, monday + timedelta(days=day), busy, zone)
            if filled[day] >= A_DAY or place is None:
                continue
            found.append(Proposed(one.person_id, place, one.minutes, one.every_weeks))
            filled[day] += 1
            busy += _weeks_from(place, one.minutes, zone)
            break
    return found


def every_word(every_weeks: int) -> str:
    """How often, in words."""
    return {
        0: _("Once"),
        1: _("Every week"),
        2: _("Every other week"),
        4: _("Every four weeks"),
    }[every_weeks]


def without_words(without: int, *, is_rest: bool) -> str:
    """For how many no free hour was found, as a sentence; empty for nobody."""
    if not without:
        return ""
    words = _n("{n} needs a time that you choose.", "{n} need a time that you choose.", without)
    if is_rest:
        words = _n(
            "{n} more needs a time that you choose.",
            "{n} more need a time that you choose.",
            without,
        )
    return words.format(n=without)


def booked_words(booked: int, skipped: Sequence[str]) -> str:
    """What came of booking, as sentences."""
    words = _n("{n} time booked.", "{n} times booked.", booked).format(n=booked)
    if not skipped:
        return words
    left = _("Left out, for something else is there: {days}.").format(days=", ".join(skipped))
    return f"{words} {left}"


def ended_words(taken_out: int) -> str:
    """What came of ending a series, as sentences."""
    words = _n("{n} time taken out.", "{n} times taken out.", taken_out).format(n=taken_out)
    return _("Ended. {words} Those of the next seven days stand.").format(words=words)


def _problem_with_end(draft: SeriesDraft) -> str:
    if draft.starts is None or draft.until is None:
        return _("Choose until when.")
    first = draft.starts.date()
    if draft.until < first:
        return _("This is before the first time.")
    if draft.until > first + timedelta(weeks=MOST_WEEKS):
        return _("A series lasts a year at most.")
    return ""


def _is_on(slot: Slot, on: date, zone: str) -> bool:
    return slot.starts_at.astimezone(ZoneInfo(zone)).date() == on


def _free_hour(one: Wanted, on: date, busy: Sequence[Slot], zone: str) -> datetime | None:
    """The first of the hours that is free on that weekday in each of the next weeks."""
    for clock in HOURS:
        starts = datetime.combine(on, clock)
        if not any(overlaps(slot, busy) for slot in _weeks_from(starts, one.minutes, zone)):
            return starts
    return None


def _weeks_from(starts: datetime, minutes: int, zone: str) -> list[Slot]:
    days = days_of(starts.date(), starts.date() + timedelta(weeks=WEEKS - 1), 1)
    return [Slot(instant_of(on, starts.time(), zone), minutes) for on in days]
