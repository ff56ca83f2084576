"""Who watched whom at a large company, and when: the year's rhythm, leaves, and what is left."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from coach_the_coach.demo.chance import chance, public_id
from coach_the_coach.demo.large.company import Extent, Group, Stay, Team
from coach_the_coach.demo.people import Member, pick
from coach_the_coach.demo.plan import FIRST, FRIDAY, PURPOSES, Meeting, Stage, Watch
from coach_the_coach.observations.tally.rules import Buttons

DIRECTOR_EVERY: Final = 30
"""Days between two visits of a director to the same manager, on average."""

LEADER_EVERY: Final = 75
"""Days between two visits of a VP to a director who coaches a manager."""

SPECIALIST_EVERY: Final = 160
"""Days between two visits of the specialist to the same manager."""

DILIGENCE: Final = (0.7, 1.7)
"""By how much longer or shorter the times between one director's visits are."""

RHYTHM: Final = {3: 0.85, 6: 0.85, 7: 0.8, 8: 0.55, 9: 0.95, 12: 0.6}
"""How much is watched in a month, where not as much as ever: quarters close, people are away."""

ON_LEAVE: Final = 0.12
"""The share of managers who were away for long within a year."""

LEAVE_DAYS: Final = (42, 150)
"""How long a leave is."""

LEFT_LYING: Final = 0.05
"""The share of observations that were never talked over."""

PARTING: Final = timedelta(days=8)
"""Whoever leaves is not watched any more for so long, so that every talk is held before."""

Span = tuple[date, date]


@dataclass
class Calendar:
    """What is known across groups while the visits are planned."""

    extent: Extent
    seed: int
    at: datetime
    done: Counter[str] = field(default_factory=Counter)
    """Observations of each observer: everybody's first ones are made with four buttons."""

    @property
    def begins(self) -> date:
        """The first day of the history."""
        return self.at.date() - timedelta(days=self.extent.days)


def visits(calendar: Calendar, group: Group) -> list[Watch]:
    """Every observation of a director and their managers, by time."""
    made = list(_Visiting(calendar, group).everything())
    made.sort(key=lambda watch: (watch.meeting.held_at, watch.public_id))
    return [_with_buttons(watch, calendar.done) for watch in made]


def _with_buttons(watch: Watch, done: Counter[str]) -> Watch:
    observer = watch.observer.public_id
    done[observer] += 1
    return watch if done[observer] > FIRST else replace(watch, buttons=Buttons.FOUR)


class _Visiting:
    """Makes the observations of one group."""

    def __init__(self, calendar: Calendar, group: Group) -> None:
        self.calendar, self.group = calendar, group
        self.luck = chance(calendar.seed, "visits", group.director.public_id)
        self.diligence = self.luck.uniform(*DILIGENCE)
        self.today = calendar.at.date()
        self.busy: set[tuple[str, date]] = set()

    def everything(self) -> Iterator[Watch]:
        for team in self.group.teams:
            for manager in team.managers:
                span = self._span(manager)
                away = self._leave(span)
                often = DIRECTOR_EVERY * self.diligence
                yield from self._round(manager, team, self.group.director, often, span, away)
                helper = self.group.specialist
                yield from self._round(manager, team, helper, SPECIALIST_EVERY, span, away)
        yield from self._of_director()

    def _span(self, stay: Stay) -> Span:
        """The days of the history on which they were there; the last ones are for parting."""
        last = stay.last_day - PARTING if stay.last_day else self.today
        return max(stay.member.starts_on, self.calendar.begins), last

    def _leave(self, span: Span) -> Span:
        """When they were away for long; no day where they were not."""
        days = (span[1] - span[0]).days
        if days < LEAVE_DAYS[1] or self.luck.random() > ON_LEAVE * days / 365:
            return span[1], span[0]
        first = span[0] + timedelta(days=self.luck.randrange(days))
        return first, first + timedelta(days=self.luck.randint(*LEAVE_DAYS))

    def _round(
        self, manager: Stay, team: Team, observer: Member, every: float, span: Span, away: Span
    ) -> Iterator[Watch]:
        for day in self._days(every, span, away):
            free = self._free(day, span[1], manager.member, observer)
            reps = team.here(free) if free else []
            if free and reps:
                yield self._watch(manager.member, pick(self.luck, reps), observer, free, span)

    def _of_director(self) -> Iterator[Watch]:
        """The visits of whoever is above the director, who coaches one of the managers."""
        director, boss = self.group.director, self.group.above[0]
        span = (self.calendar.begins, self.today)
        for day in self._days(LEADER_EVERY, span, (span[1], span[0])):
            free = self._free(day, span[1], director, boss)
            there = free and [
                stay.member
                for team in self.group.teams
                for stay in team.managers
                if stay.covers(free)
            ]
            if free and there:
                yield self._watch(director, pick(self.luck, there), boss, free, span)

    def _days(self, every: float, span: Span, away: Span) -> Iterator[date]:
        """Days about so far apart: further where less is watched, none while they are away."""
        day = span[0] + timedelta(days=int(self.luck.uniform(1, every)))
        while day < span[1]:
            if not away[0] <= day <= away[1]:
                yield day
            step = max(5.0, self.luck.gauss(every, every / 5)) / RHYTHM.get(day.month, 1.1)
            day += timedelta(days=round(step))

    def _free(self, day: date, last: date, *people: Member) -> date | None:
        """The first working day from then on on which neither observes; None after `last`."""
        while day.weekday() > FRIDAY or any((one.email, day) in self.busy for one in people):
            day += timedelta(days=1)
        if day >= last:
            return None
        self.busy.update((one.email, day) for one in people)
        return day

    def _watch(
        self, coach: Member, coached: Member, observer: Member, day: date, span: Span
    ) -> Watch:
        meeting = Meeting(
            public_id=public_id(self.luck),
            coach=coach,
            coached=coached,
            held_at=_in_office_hours(self.luck, coach, day),
            purpose=self.luck.choice(PURPOSES),
            planned=self.luck.random() < 0.85,
        )
        return Watch(
            public_id=public_id(self.luck),
            meeting=meeting,
            observer=observer,
            progress=(day - span[0]).days / max(1, (span[1] - span[0]).days),
            stage=self._stage((self.today - day).days),
        )

    def _stage(self, days_ago: int) -> Stage:
        """How far it has come: what is recent is open, and some is left lying for good."""
        if days_ago <= 1:
            return Stage.DRAFT
        if days_ago <= 4:
            return Stage.SIGNED
        if days_ago <= 8:
            return Stage.SELF_RATED
        if self.luck.random() < LEFT_LYING:
            return self.luck.choice((Stage.SIGNED, Stage.SELF_RATED))
        return Stage.TALKED


def _in_office_hours(luck: Random, coach: Member, day: date) -> datetime:
    minutes = 9 * 60 + 15 * luck.randrange(30)
    local = datetime.combine(day, time(minutes // 60, minutes % 60), ZoneInfo(coach.zone))
    return local.astimezone(UTC)
