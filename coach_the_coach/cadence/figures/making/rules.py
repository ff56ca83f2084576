"""How a month of a coach is made of sessions, bookings and the rhythm agreed on. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Final

from coach_the_coach.cadence.figures.rules import WEEK, Month
from coach_the_coach.cadence.policy.rules import WEEK_HOURS, Rhythm, at_day
from coach_the_coach.cadence.rules import Booked, Status
from coach_the_coach.cadence.week.rules import HELD_MINUTES, UNDONE_WITHIN
from coach_the_coach.coaching.log.rules import Answer, counts_as_coaching, developmental_minutes
from coach_the_coach.coaching.rules import Form, Purpose
from coach_the_coach.foundation.when import monday_of, month_before

SHORT_OF: Final = Fraction(80, 100)
"""A session of less than this share of its booked minutes was shortened.

Source: docs/method.md#kept-rate.
"""

WORKING_DAYS: Final = 5
"""Days of a working week, from Monday."""


@dataclass(frozen=True)
class Held:
    """One session in the log, as it counts; `rep` is None for a practice of the team."""

    rep: int | None
    held_on: date
    form: Form
    purpose: Purpose
    planned: bool
    complete: bool
    minutes: int
    developmental: int = 0
    tactical: int = 0
    strategic: int = 0
    opportunistic: int = 0
    status: int = 0
    is_tied: bool = False
    """Whether it was on a cycle that was open between the two on that day."""

    cycle_with: int | None = None
    """With whom the coach's cycle is that it was tied to; None where it was tied to none."""

    cycle_opened: date | None = None
    cycle_closed: date | None = None
    answer: Answer | None = None

    @property
    def is_session(self) -> bool:
        """Whether it was a session with a rep: long enough, and neither listening nor a moment."""
        return (
            self.rep is not None
            and self.minutes >= HELD_MINUTES
            and self.form not in (Form.LISTENING, Form.TEAM_PRACTICE)
            and self.opportunistic < self.minutes
        )

    @property
    def is_coaching(self) -> bool:
        """Whether its minutes are coaching."""
        return counts_as_coaching(self.purpose, self.form)


@dataclass(frozen=True)
class Booking:
    """One appointment, as it counts."""

    rep: int | None
    booked: Booked
    status: Status
    due_week: date
    starts_on: date
    """Its day as it stands now, where the coach is."""

    booked_minutes: int
    is_logged: bool = False
    is_moved: bool = False
    bypasses: int = 0
    """Steps with a reason that the contract does not name."""

    is_late: bool = False
    """Whether it was entered by hand after its beginning: then nothing was booked."""

    removed_on: date | None = None
    is_undone: bool = False
    """Whether it was removed right after it was booked, as a slip."""

    made_at: datetime | None = None
    first_at: datetime | None = None
    imported: bool = False
    removed_at: datetime | None = None
    """These four are what the three before are made of, for the file."""

    @property
    def counts(self) -> bool:
        """Whether it was booked; what is taken out in the week for which it was, stays so."""
        if self.booked is not Booked.ONE_TO_ONE or self.rep is None or self.is_late:
            return False
        if self.status is not Status.REMOVED:
            return True
        is_late = self.removed_on is not None and self.removed_on >= self.due_week
        return is_late and not self.is_undone


@dataclass(frozen=True)
class Member:
    """Somebody who reported to the coach from a day on until before another, and their rhythm."""

    rep: int
    rhythm: Rhythm
    since: date
    until: date | None = None

    def is_in(self, on: date) -> bool:
        """Whether they were in the team that day."""
        return self.since <= on and (self.until is None or on < self.until)


def but_for(stays: Iterable[Member], first: date, after: date | None) -> Iterator[Member]:
    """Stays in a team without the days from one on until before another."""
    for one in stays:
        if one.since < first:
            ends = first if one.until is None else min(one.until, first)
            yield replace(one, until=ends)
        if after is not None and (one.until is None or after < one.until):
            yield replace(one, since=max(one.since, after))


@dataclass(frozen=True)
class Facts:
    """What the figures of a coach are made of; may hold more than one month."""

    today: date
    """The day it is where the coach is."""

    began: date = date.min
    """The day on which anybody in the house first logged or booked anything."""

    hours: Sequence[tuple[date, int]] = ((date.min, WEEK_HOURS),)
    """From which day on how many hours a week are contracted, the oldest first."""

    since: date | None = None
    """First day of the coach's own employment; None where nobody knows."""

    until: date | None = None
    held: Sequence[Held] = field(default_factory=list)
    bookings: Sequence[Booking] = field(default_factory=list)
    team: Sequence[Member] = field(default_factory=list)
    asked_on: Sequence[date] = field(default_factory=list)
    """Days on which a rep asked for a quarter of an hour."""


@dataclass(frozen=True)
class Kept:
    """What became of the sessions with one rep in a month."""

    due: int
    wanted: int
    held: int
    shortened: int


def mondays_of(month: date) -> list[date]:
    """The Mondays of a month: their weeks are its weeks."""
    first = month + timedelta(days=-month.weekday() % 7)
    after = month_before(month, -1)
    return [day for place in range(5) if (day := first + place * WEEK) < after]


def weeks_over(month: date, today: date) -> list[date]:
    """The Mondays of the weeks of a month that are over."""
    return [monday for monday in mondays_of(month) if monday + WEEK <= today]


def weeks_counted(facts: Facts, month: date) -> list[date]:
    """The Mondays of the weeks of a month that count: those after the week the house began in.

    Source: docs/method.md#figures-of-coaching.
    """
    return [monday for monday in mondays_of(month) if monday > facts.began]


def counted_over(facts: Facts, month: date) -> list[date]:
    """The Mondays of those that count and are over."""
    return [monday for monday in weeks_counted(facts, month) if monday + WEEK <= facts.today]


def is_known(facts: Facts, month: date) -> bool:
    """Whether a month was not over before the house began."""
    return month_before(month, -1) > min(facts.began, facts.today)


def closes_on(month: date) -> date:
    """The first day on which a month changes no more by itself: its last week is over too."""
    return max(month_before(month, -1), mondays_of(month)[-1] + WEEK)


def stands_from(month: date, today: date) -> date:
    """The day since which a month must have been made to stand today, where nothing changed."""
    return min(today, closes_on(month))


def month_reached(month: date) -> date | None:
    """The month before, where days of `month` lie in its last week; None where none do.

    What is done on them changes it too, where it is known at all.
    """
    return None if month.weekday() == 0 else month_before(month)


def due_of(per_month: Iterable[int], mondays: int) -> int:
    """Sessions due with a rep; never rounded up.

    How many a month were agreed on each Monday on which the rep was there, of a month with so many.
    """
    return sum(per_month) // mondays


def kept_of(booked: Iterable[tuple[date, int]], held: Iterable[tuple[date, int]], due: int) -> Kept:
    """What was kept with one rep: weeks with the minutes booked, days with the minutes held.

    A day counts once, however many sessions it was split into. What goes beyond the bookings of
    its week makes up for nothing but what was due and never booked.
    """
    by_week: dict[date, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for week, minutes in booked:
        by_week[week][0].append(minutes)
    for day, minutes in held:
        by_week[monday_of(day)][1].append(minutes)
    pairs = [
        pair
        for asked, given in by_week.values()
        for pair in zip(sorted(asked, reverse=True), sorted(given, reverse=True), strict=False)
    ]
    all_booked = sum(len(asked) for asked, _given in by_week.values())
    extras = sum(max(0, len(given) - len(asked)) for asked, given in by_week.values())
    wanted = max(all_booked, due)
    made_up = min(extras, max(0, due - all_booked))
    shortened = sum(given < SHORT_OF * asked for asked, given in pairs)
    return Kept(due, wanted, min(wanted, len(pairs) + made_up), shortened)


def made(facts: Facts, month: date) -> Month:
    """What a month came to by these facts, as far as it has gone."""
    after = month_before(month, -1)
    first = max(month, facts.began)
    held = [one for one in facts.held if first <= one.held_on < min(after, _after(facts.today))]
    weeks = weeks_counted(facts, month)
    begun = [
        one
        for one in facts.bookings
        if one.due_week in weeks and one.due_week <= facts.today and one.counts
    ]
    kept = [_kept(facts, month, rep) for rep in _reps(facts, month)]
    team = {one.rep for one in facts.team if one.is_in(last_day(facts, month))}
    practised = {monday_of(one.held_on) for one in facts.held if one.form is Form.TEAM_PRACTICE}
    return Month(
        reps=len(team),
        reps_coached=len(team & {one.rep for one in held if one.is_session}),
        due=sum(one.due for one in kept),
        wanted=sum(one.wanted for one in kept),
        held=sum(one.held for one in kept),
        shortened=sum(one.shortened for one in kept),
        moved=sum(one.is_moved for one in begun),
        cancelled=sum(one.status is Status.CANCELLED for one in begun),
        bypassed=sum(one.bypasses for one in begun),
        entries=len(held),
        planned_entries=sum(one.planned for one in held),
        complete_entries=sum(one.complete for one in held),
        sessions=len(held) + _unlogged(facts, held, first, after),
        coaching_minutes=sum(one.minutes for one in held if one.is_coaching),
        **_by_kind(held),
        practice_weeks=len(practised & set(mondays_of(month))),
        contracted_minutes=_contracted(facts, month),
        taken=sum(one.answer is Answer.TAKEN for one in held),
        not_quite=sum(one.answer is Answer.NOT_QUITE for one in held),
        asked_for=sum(month <= day < after for day in facts.asked_on),
    )


def last_day(facts: Facts, month: date) -> date:
    """The last day of a month, or today."""
    return min(month_before(month, -1) - timedelta(days=1), facts.today)


def booked_weeks(facts: Facts, month: date, rep: int) -> list[tuple[date, int]]:
    """The weeks of a month that are over for which something was booked with a rep, and minutes."""
    over = counted_over(facts, month)
    return [
        (one.due_week, one.booked_minutes)
        for one in facts.bookings
        if one.rep == rep and one.due_week in over and one.counts
    ]


def held_days(facts: Facts, month: date, rep: int) -> list[tuple[date, int]]:
    """The days in the weeks of a month that are over with a session with a rep, and minutes."""
    over, days = counted_over(facts, month), defaultdict(int)
    for one in facts.held:
        if one.rep == rep and one.is_session and monday_of(one.held_on) in over:
            days[one.held_on] += one.minutes
    return sorted(days.items())


def in_team(facts: Facts, month: date, rep: int) -> Iterator[tuple[date, Rhythm]]:
    """The Mondays of the weeks that are over on which a rep was in the team, and their rhythm."""
    for monday in counted_over(facts, month):
        for one in facts.team:
            if one.rep == rep and one.is_in(monday):
                yield monday, one.rhythm
                break


def _kept(facts: Facts, month: date, rep: int) -> Kept:
    agreed = (rhythm.per_month for _monday, rhythm in in_team(facts, month, rep))
    due = due_of(agreed, len(mondays_of(month)))
    return kept_of(booked_weeks(facts, month, rep), held_days(facts, month, rep), due)


def _reps(facts: Facts, month: date) -> list[int]:
    """Everybody with whom anything was booked, held or due in the weeks of a month."""
    weeks = set(mondays_of(month))
    found = {one.rep for one in facts.team}
    found |= {one.rep for one in facts.bookings if one.rep is not None and one.due_week in weeks}
    return sorted(found)


def _unlogged(facts: Facts, held: Sequence[Held], first: date, after: date) -> int:
    """Sessions that were ticked as held and of which the log says nothing on that day."""
    logged = {(one.rep, one.held_on) for one in held}
    ticked = (
        one
        for one in facts.bookings
        if one.status is Status.HELD
        and one.booked is not Booked.BLOCK
        and first <= one.starts_on < min(after, _after(facts.today))
    )
    return sum(not one.is_logged and (one.rep, one.starts_on) not in logged for one in ticked)


def _by_kind(held: Sequence[Held]) -> dict[str, int]:
    """Minutes of coaching by kind; developmental ones only where they are tied to a cycle."""
    coaching = [one for one in held if one.is_coaching]
    return {
        "developmental": sum(
            developmental_minutes(one.developmental, is_tied=one.is_tied) for one in coaching
        ),
        "tactical": sum(one.tactical for one in coaching),
        "strategic": sum(one.strategic for one in coaching),
        "opportunistic": sum(one.opportunistic for one in coaching),
        "status": sum(one.status for one in coaching),
    }


def _contracted(facts: Facts, month: date) -> int:
    """Minutes of the working days of a month up to today on which the coach was employed."""
    first = max(month, facts.since or month, facts.began)
    last = last_day(facts, month)
    if facts.until is not None:
        last = min(last, facts.until)
    days = (first + timedelta(days=place) for place in range((last - first).days + 1))
    hours = sum(at_day(facts.hours, day) for day in days if day.weekday() < WORKING_DAYS)
    return hours * 60 // WORKING_DAYS


def _after(day: date) -> date:
    return day + timedelta(days=1)


def is_slip(made_at: datetime | None, removed_at: datetime | None) -> bool:
    """Whether what was removed had just been booked."""
    return bool(made_at and removed_at and removed_at - made_at <= UNDONE_WITHIN)
