"""Who works at a large company: the lines above each team, who came, and who has left."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import ceil
from random import Random
from typing import Final

from coach_the_coach.demo import cast
from coach_the_coach.demo.cast import DOMAIN, REGIONS, Eye, Habit, Part
from coach_the_coach.demo.chance import chance, public_id
from coach_the_coach.demo.names import FAMILY, GIVEN
from coach_the_coach.demo.people import REP_TITLES, Line, Member
from coach_the_coach.identity.access import Role

SPAN: Final = 8
"""Managers of a director, directors of a VP, and so on up."""

AT_THE_TOP: Final = 10
"""Most who answer to the CRO; where there would be more, there is one level more."""

TITLES: Final = ("Sales Director", "VP Sales", "Senior VP Sales", "President Sales")
"""What leaders are called, from the lowest level up."""

REPS: Final = (6, 9)
"""Fewest and most reps of a manager."""

MANAGERS_FOR_A_SPECIALIST: Final = 250
"""Managers among whom one specialist goes round."""

LEAVING: Final = {Role.MANAGER: 0.11, Role.REP: 0.2}
"""The share of them that leaves in a year."""

FOLLOWING: Final = {Role.MANAGER: (1, 1), Role.REP: (10, 60)}
"""Days until somebody follows who left; a team is never without a manager."""

NEW_TEAMS: Final = 0.1
"""The share of teams that began within the history."""


@dataclass(frozen=True)
class Extent:
    """How many managers, and how many days of history."""

    managers: int = 500
    days: int = 365


@dataclass(frozen=True)
class Stay:
    """Somebody in one chair, from their first day to their last; None while they are there."""

    member: Member
    last_day: date | None = None

    def covers(self, day: date) -> bool:
        """Whether they are there on that day."""
        return self.member.starts_on <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True)
class Team:
    """One manager after the other, and the reps in each chair below them."""

    managers: list[Stay]
    reps: list[list[Stay]]

    def here(self, day: date) -> list[Member]:
        """The reps of that day."""
        return [stay.member for chair in self.reps for stay in chair if stay.covers(day)]


@dataclass(frozen=True)
class Group:
    """A director with their teams; those above the director, the nearest first."""

    director: Member
    above: tuple[Member, ...]
    specialist: Member
    teams: list[Team]


@dataclass
class Company:
    """Everybody, with whoever they answered to and when."""

    cro: Member
    administrator: Member
    stays: list[Stay] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


def company(extent: Extent, seed: int, on: date) -> Company:
    """A company of that extent as it is on the day `on`, with those who have left."""
    return _Founding(extent, seed, on).everybody()


class _Founding:
    """Fills a company."""

    def __init__(self, extent: Extent, seed: int, on: date) -> None:
        self.extent, self.on = extent, on
        self.begins = on - timedelta(days=extent.days)
        self.luck = chance(seed, "large people")
        self.ids = chance(seed, "large person ids")
        self.names = _names(self.luck)
        self.addresses: Counter[str] = Counter()

    def everybody(self) -> Company:
        cro = self._named(cast.CRO, Role.LEADER)
        self.company = Company(cro, self._named(cast.ADMINISTRATOR, Role.ADMIN))
        for one in (cro, self.company.administrator):
            self.company.stays.append(Stay(one))
        self._answers(self.company.administrator, cro)
        specialists = list(self._specialists(cro))
        numbers = [*range(ceil(self.extent.managers / SPAN))]
        left = self.extent.managers
        for number, above in enumerate(self._levels(len(numbers), cro)):
            count = ceil(left / (len(numbers) - number))
            left -= count
            helper = specialists[number % len(specialists)]
            self.company.groups.append(self._group(number, count, above, helper))
        return self.company

    def _levels(self, directors: int, cro: Member) -> list[tuple[Member, ...]]:
        """Those above each director, as many levels as it takes for few to answer to the CRO."""
        sizes = [directors]
        while sizes[-1] > AT_THE_TOP:
            sizes.append(ceil(sizes[-1] / SPAN))
        above: list[tuple[Member, ...]] = [(cro,)] * sizes[-1]
        for level in range(len(sizes) - 1, 0, -1):
            leaders = []
            for number, chain in enumerate(above):
                leader = self._leader(number, level)
                self._answers(leader, chain[0])
                leaders.append((leader, *chain))
            above = [leaders[number // SPAN] for number in range(sizes[level - 1])]
        return above

    def _group(
        self, number: int, managers: int, above: tuple[Member, ...], helper: Member
    ) -> Group:
        director = self._leader(number, 0)
        self._answers(director, above[0])
        group = Group(director, above, helper, [])
        for place in range(managers):
            group.teams.append(self._team(director, f"{director.team}.{place + 1}"))
        return group

    def _team(self, director: Member, name: str) -> Team:
        """A team with its history; some of them are new."""
        since = self.on - timedelta(days=self.luck.randint(300, 2400) + self.extent.days)
        if self.luck.random() < NEW_TEAMS:
            since = self.begins + timedelta(days=int(self.extent.days * self.luck.uniform(0, 0.7)))
        title = f"Sales Manager, {name}"
        team = Team(self._chair(Role.MANAGER, lambda: title, name, director, since), [])
        for manager in team.managers:
            self._answers(manager.member, director, manager.last_day)
        for _place in range(self.luck.randint(*REPS)):
            begun = since + timedelta(days=self.luck.randint(0, 60))
            chair = self._chair(
                Role.REP, lambda: self.luck.choice(REP_TITLES), name, director, begun
            )
            team.reps.append(chair)
            for rep in chair:
                self._answers_to_each(rep, team.managers)
        return team

    def _chair(
        self, role: Role, title: Callable[[], str], team: str, director: Member, since: date
    ) -> list[Stay]:
        """Who sat in one chair, one after the other, since that day."""
        stays: list[Stay] = []
        start = min(since, self.on - timedelta(days=1))
        while start < self.on:
            member = self._member(role, title(), team, director.region, director.zone, start)
            days = int(self.luck.expovariate(LEAVING[role] / 365)) + 90
            last = max(start, self.begins) + timedelta(days=days)
            stay = Stay(member, last if last < self.on - timedelta(days=7) else None)
            stays.append(stay)
            self.company.stays.append(stay)
            if stay.last_day is None:
                break
            start = last + timedelta(days=self.luck.randint(*FOLLOWING[role]))
        return stays

    def _leader(self, number: int, level: int) -> Member:
        """A leader, of one of the regions in turn."""
        region = REGIONS[number % len(REGIONS)]
        like = region.managers[number // len(REGIONS) % len(region.managers)]
        area = f"{region.name} {number // len(REGIONS) + 1}"
        title = f"{TITLES[min(level, len(TITLES) - 1)]}, {area}"
        start = self.begins - timedelta(days=self.luck.randint(200, 2600))
        team = area if level == 0 else f"{area} leadership"
        made = self._member(Role.LEADER, title, team, region.name, like.zone, start)
        made = replace(made, eye=Eye(self.luck.gauss(0, 0.25), self.luck.gauss(0, 0.25)))
        self.company.stays.append(Stay(made))
        return made

    def _specialists(self, cro: Member) -> Iterator[Member]:
        yield self._helper(self._named(cast.SPECIALIST, Role.SPECIALIST), cro)
        for _number in range(1, ceil(self.extent.managers / MANAGERS_FOR_A_SPECIALIST)):
            start = self.begins - timedelta(days=self.luck.randint(30, 900))
            title, team = cast.SPECIALIST.title, cast.SPECIALIST.team
            zone = self.luck.choice(REGIONS).leader.zone
            made = self._member(Role.SPECIALIST, title, team, "", zone, start)
            yield self._helper(replace(made, eye=Eye()), cro)

    def _helper(self, member: Member, cro: Member) -> Member:
        self.company.stays.append(Stay(member))
        self._answers(member, cro)
        return member

    def _named(self, part: Part, role: Role) -> Member:
        start = self.begins - timedelta(days=self.luck.randint(400, 1500))
        made = self._member(role, part.title, part.team, "", part.zone, start, part)
        return replace(made, eye=part.eye)

    def _member(
        self,
        role: Role,
        title: str,
        team: str,
        region: str,
        zone: str,
        start: date,
        part: Part | None = None,
    ) -> Member:
        given, family = (part.given, part.family) if part else next(self.names)
        first = self.luck.uniform(0.38, 0.84)
        improved = self.luck.uniform(-0.08, 0.2)
        return Member(
            public_id=public_id(self.ids),
            email=self._address(f"{given} {family}"),
            given=given,
            family=family,
            title=title,
            team=team,
            region=region,
            zone=zone,
            role=role,
            starts_on=start,
            habit=Habit(first, min(0.88, max(0.3, first + improved))),
        )

    def _answers(self, member: Member, leader: Member, last_day: date | None = None) -> None:
        """Somebody's only line, to a leader who was always there."""
        ends = last_day + timedelta(days=1) if last_day else None
        start = max(member.starts_on, leader.starts_on)
        self.company.lines.append(Line(member, leader, start, ends))

    def _answers_to_each(self, rep: Stay, managers: list[Stay]) -> None:
        """A rep's lines, to one manager after the other."""
        for manager in managers:
            start = max(rep.member.starts_on, manager.member.starts_on)
            lasts = [day for day in (rep.last_day, manager.last_day) if day is not None]
            ends = min(lasts) + timedelta(days=1) if lasts else None
            if ends is None or start < ends:
                self.company.lines.append(Line(rep.member, manager.member, start, ends))

    def _address(self, name: str) -> str:
        """The e-mail address, with a number from the second person of the same name on."""
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        local = plain.lower().replace(" ", ".")
        self.addresses[local] += 1
        times = self.addresses[local]
        return f"{local}{times if times > 1 else ''}@{DOMAIN}"


def _names(luck: Random) -> Iterator[tuple[str, str]]:
    """Given and family names without end; pairs come again once all were used."""
    given, family = luck.sample(GIVEN, len(GIVEN)), luck.sample(FAMILY, len(FAMILY))
    number = 0
    while True:
        turn, place = divmod(number, len(given))
        yield given[place], family[(place + turn) % len(family)]
        number += 1
