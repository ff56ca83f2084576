"""Who works at the demo company, since when, and for whom: the named ones and the many others."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

from coach_the_coach.demo import cast
from coach_the_coach.demo.cast import DOMAIN, REGIONS, Eye, Habit, Part, Region
from coach_the_coach.demo.chance import chance, public_id
from coach_the_coach.demo.company import MANAGERS_FOR_A_LEADER, Size
from coach_the_coach.demo.names import shuffled_names
from coach_the_coach.identity.access import Role

MOVED_DAYS_AGO: Final = 55
"""How long ago one rep changed teams."""

REP_TITLES: Final = (
    "Account Executive",
    "Account Executive",
    "Senior Account Executive",
    "Key Account Manager",
    "Technical Sales Engineer",
)
"""What the reps are called; a title named twice is twice as frequent."""


@dataclass(frozen=True)
class Member:
    """One person of the company; the e-mail address tells them apart."""

    public_id: str
    email: str
    given: str
    family: str
    title: str
    team: str
    region: str
    zone: str
    role: Role
    starts_on: date
    habit: Habit | None = None
    eye: Eye | None = None

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}"


@dataclass(frozen=True)
class Line:
    """Who answered for whom, from a day up to, not including, another; None while it lasts."""

    person: Member
    manager: Member
    starts_on: date
    ends_on: date | None = None

    def holds(self, on: date) -> bool:
        """Whether it is in force on that day."""
        return self.starts_on <= on and (self.ends_on is None or on < self.ends_on)


@dataclass
class Roster:
    """Everybody, and the reporting lines with their days."""

    members: list[Member] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    _above: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    _below: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))

    def join(self, member: Member, manager: Member | None) -> Member:
        """Add somebody who answers to `manager` from their first day."""
        self.members.append(member)
        if manager is not None:
            self.add_line(Line(member, manager, max(member.starts_on, manager.starts_on)))
        return member

    def add_line(self, line: Line) -> None:
        """Add a reporting line."""
        self.lines.append(line)
        self._above[line.person.email].append(line)
        self._below[line.manager.email].append(line)

    def move(self, person: Member, manager: Member, on: date) -> None:
        """Let somebody have answered to another manager until `on`."""
        latest = self._above.pop(person.email)[0]
        self.lines.remove(latest)
        self._below[latest.manager.email].remove(latest)
        self.add_line(Line(person, manager, latest.starts_on, on))
        self.add_line(Line(person, latest.manager, on))

    def named(self, part: Part) -> Member:
        """The member who plays `part`."""
        return next(member for member in self.members if member.name == part.name)

    def reports(self, manager: Member, on: date) -> list[Member]:
        """Those who answered to `manager` on that day."""
        return [line.person for line in self._below[manager.email] if line.holds(on)]

    def above(self, member: Member, on: date) -> Iterator[Member]:
        """Those above on that day, the nearest first."""
        line = next((line for line in self._above[member.email] if line.holds(on)), None)
        while line is not None:
            yield line.manager
            next_up = self._above[line.manager.email]
            line = next((one for one in next_up if one.holds(on)), None)

    def having(self, role: Role) -> list[Member]:
        """Everybody in that role, in the order of joining."""
        return [member for member in self.members if member.role is role]

    @property
    def moved(self) -> Member:
        """The one who changed teams."""
        return next(line.person for line in self.lines if line.ends_on is not None)


def roster(size: Size, seed: int, on: date) -> Roster:
    """Everybody of a company of that size, as it is on the day `on`."""
    return _Hiring(size, seed, on).everybody()


class _Hiring:
    """Fills a roster."""

    def __init__(self, size: Size, seed: int, on: date) -> None:
        self.size, self.on = size, on
        self.luck = chance(seed, "people")
        self.ids = chance(seed, "person ids")
        others = size.leaders + size.managers - len(REGIONS) - _named_managers()
        self.names = iter(shuffled_names(self.luck, others + size.reps))
        self.addresses: Counter[str] = Counter()
        self.roster = Roster()

    def everybody(self) -> Roster:
        cro = self._hire(cast.CRO, Role.LEADER, "", None, 2400)
        for part, role in ((cast.SPECIALIST, Role.SPECIALIST), (cast.ADMINISTRATOR, Role.ADMIN)):
            self._hire(part, role, "", cro, self.luck.randint(400, 1500))
        managers: list[tuple[Member, int | None]] = []
        for region in (*REGIONS, *self._more_regions()):
            leader = self._hire(region.leader, Role.LEADER, region.name, cro, self._days(900, 2200))
            for part in region.managers:
                days = self._days(260, 1500)
                manager = self._hire(part, Role.MANAGER, region.name, leader, days)
                managers.append((manager, part.reps))
        for (manager, _reps), team_size in zip(managers, self._team_sizes(managers), strict=True):
            for _place in range(team_size):
                self._hire_rep(manager)
        self._move_one()
        return self.roster

    def _team_sizes(self, managers: list[tuple[Member, int | None]]) -> list[int]:
        """Reps of each manager: as the part says, and the rest spread evenly."""
        fixed = [reps for _manager, reps in managers if reps is not None]
        free = len(managers) - len(fixed)
        least, more = divmod(self.size.reps - sum(fixed), free)
        rest = iter([least + 1] * more + [least] * (free - more))
        return [next(rest) if reps is None else reps for _manager, reps in managers]

    def _hire_rep(self, manager: Member) -> None:
        given, family = next(self.names)
        part = Part(given, family, self.luck.choice(REP_TITLES), manager.zone, manager.team)
        # Some are new; nobody is coached before their first day.
        new = self.luck.random() < 0.12
        days = self._days(20, 100) if new else self._days(150, 1600)
        self._hire(part, Role.REP, manager.region, manager, days)

    def _hire(
        self, part: Part, role: Role, region: str, manager: Member | None, days: int
    ) -> Member:
        member = Member(
            public_id=public_id(self.ids),
            email=self._address(part),
            given=part.given,
            family=part.family,
            title=part.title,
            team=part.team,
            region=region,
            zone=part.zone,
            role=role,
            starts_on=self.on - timedelta(days=days),
            habit=part.habit,
            eye=part.eye,
        )
        return self.roster.join(member, manager)

    def _move_one(self) -> None:
        """Let somebody of the improving manager's team have come from another."""
        to, former = self.roster.named(cast.IMPROVING), self.roster.named(cast.FORMER)
        moved_on = self.on - timedelta(days=MOVED_DAYS_AGO)
        long_there = self.on - timedelta(days=140)
        team = [one for one in self.roster.reports(to, self.on) if one.starts_on < long_there]
        self.roster.move(team[-1], former, moved_on)

    def _more_regions(self) -> Iterator[Region]:
        """Further leaders with further managers, for a company larger than the usual one."""
        left = self.size.managers - _named_managers()
        for number in range(len(REGIONS), self.size.leaders):
            like = REGIONS[number % len(REGIONS)]
            count = min(left, MANAGERS_FOR_A_LEADER)
            left -= count
            area = f"{like.name} {number // len(REGIONS) + 1}"
            managers = tuple(
                self._other(like.managers[at % len(like.managers)], f"{area}.{at + 1}")
                for at in range(count)
            )
            given, family = next(self.names)
            leader = Part(
                given,
                family,
                f"VP Sales, {area}",
                like.leader.zone,
                f"{area} leadership",
                habit=self._any_habit(),
                eye=Eye(),
            )
            yield Region(area, leader, managers)

    def _other(self, like: Part, team: str) -> Part:
        given, family = next(self.names)
        title = f"Sales Manager, {team}"
        return Part(given, family, title, like.zone, team, habit=self._any_habit())

    def _any_habit(self) -> Habit:
        first = self.luck.uniform(0.38, 0.84)
        return Habit(first, min(0.88, max(0.3, first + self.luck.uniform(-0.08, 0.14))))

    def _days(self, least: int, most: int) -> int:
        return self.luck.randint(least, most)

    def _address(self, part: Part) -> str:
        """The e-mail address, with a number from the second person of the same name on."""
        plain = unicodedata.normalize("NFKD", part.name).encode("ascii", "ignore").decode()
        local = plain.lower().replace(" ", ".")
        self.addresses[local] += 1
        times = self.addresses[local]
        return f"{local}{times if times > 1 else ''}@{DOMAIN}"


def _named_managers() -> int:
    return sum(len(region.managers) for region in REGIONS)


def pick(luck: Random, people: list[Member]) -> Member:
    """One of `people`."""
    return people[luck.randrange(len(people))]
