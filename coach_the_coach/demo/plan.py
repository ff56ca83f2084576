"""Who watched whom, when, and how far each observation has come."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.demo import cast
from coach_the_coach.demo.cast import Case, Part
from coach_the_coach.demo.chance import chance, public_id
from coach_the_coach.demo.company import Size
from coach_the_coach.demo.conversations import Talk, conversation
from coach_the_coach.demo.people import Member, Roster, pick
from coach_the_coach.identity.access import Role
from coach_the_coach.observations.rules import Aim, Source
from coach_the_coach.observations.tally.rules import Buttons

EVERY_DAYS: Final = (14, 19)
"""Days between two visits of a leader to the same manager."""

SPECIALIST_DAYS_AGO: Final = (114, 78, 42)
"""When the specialist set out on each of three rounds, two or three days a manager."""

PAIR_DAYS_AGO: Final = (72, 41)
"""When two observers certified together, once for each of two managers in every region."""

LEADER_DAYS_AGO: Final = (96, 52)
"""When the CRO watched each of the three leaders coach a manager."""

STALLED_DAYS_AGO: Final = (117, 98, 76)
"""When the stalled manager was watched; never since."""

LATEST_DAYS_AGO: Final = 7
"""Ordinary observations are at least this old, so that every one has been answered."""

KEPT_DAYS: Final = 30
"""Days for which the words of a transcript are kept."""

FRIDAY: Final = 4
"""The last working day, as `date.weekday` counts."""

FROM_TRANSCRIPT: Final = 0.3
"""The share of older observations made from a transcript; its words are gone, its codes stay."""

FIRST: Final = 3
"""Observations that everybody makes with four buttons."""

PURPOSES: Final = (Purpose.COACH,) * 16 + (Purpose.INSPECT, Purpose.CELEBRATE)
"""Why people sat down; a purpose named more often is more frequent."""


class Stage(StrEnum):
    """How far an observation has come; blind is signed, and kept until another has signed too."""

    DRAFT = "draft"
    BLIND = "blind"
    SIGNED = "signed"
    SELF_RATED = "self-rated"
    TALKED = "talked"


@dataclass(frozen=True)
class Meeting:
    """One coaching session, watched by one observer or by two."""

    public_id: str
    coach: Member
    coached: Member
    held_at: datetime
    purpose: Purpose = Purpose.COACH
    planned: bool = True


@dataclass(frozen=True)
class Watch:
    """One observer's view of a meeting; `progress` is how far through the history it lies, 0..1."""

    public_id: str
    meeting: Meeting
    observer: Member
    progress: float
    aim: Aim = Aim.DEVELOPMENT
    source: Source = Source.LIVE
    stage: Stage = Stage.TALKED
    talk: Talk | None = None
    case: Case | None = None
    amends: str | None = None
    """Public id of the observation that this one corrects."""
    mistaken: bool = False
    """Whether it holds the mistake that is corrected later."""
    buttons: Buttons = Buttons.NINE
    levels: tuple[int, ...] = ()
    """The levels of the eight dimensions where they are told and not left to chance."""


@dataclass
class Plan:
    """Every observation of the history, by time."""

    roster: Roster
    watches: list[Watch] = field(default_factory=list)

    @property
    def begins_at(self) -> datetime:
        """A day before the first session."""
        return self.watches[0].meeting.held_at - timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """An observation that is told and not left to chance: made from a conversation or a case."""

    days_ago: int
    observer: Part
    coach: Part
    talk: Talk | None = None
    coached: Part | None = None
    stage: Stage = Stage.TALKED
    case: Case | None = None


TOLD: Final = (
    Told(2, cast.NEUTRAL, cast.SMALL, stage=Stage.DRAFT, case=Case.DRAFT),
    Told(
        3,
        cast.NEUTRAL,
        cast.IMPROVING,
        Talk.FIRST_MEETINGS,
        stage=Stage.SIGNED,
        case=Case.SELF_RATING,
    ),
    Told(5, cast.NEUTRAL, cast.CHECK, stage=Stage.SELF_RATED, case=Case.TALK),
    Told(
        12,
        cast.CRO,
        cast.NEUTRAL,
        Talk.COACHING_A_COACH,
        coached=cast.IMPROVING,
        case=Case.LEADER_OBSERVED,
    ),
    Told(14, cast.DRIFTING, cast.TRAINER, Talk.NEW_METER, case=Case.TRAINING),
    Told(11, cast.SEVERE, cast.RESCUER, Talk.QUOTE_RESCUE),
    Told(9, cast.NEUTRAL, cast.FORMER, Talk.TWO_DEALS),
    Told(17, cast.SPECIALIST, cast.LARGE, Talk.PRICE_PRACTICE),
    Told(22, cast.DRIFTING, cast.INSPECTOR, Talk.NUMBERS),
)
"""The observations that are told; where two want the same day, the first has it."""


@dataclass(frozen=True)
class Scored:
    """A session scored for certification that is told, with the levels of the eight dimensions."""

    days_ago: int
    observer: Part
    coach: Part
    levels: tuple[int, ...]
    stage: Stage = Stage.TALKED
    case: Case | None = None


SCORED: Final = (
    Scored(37, cast.DRIFTING, cast.CANDIDATE, (3, 3, 3, 3, 2, 3, 3, 3)),
    Scored(26, cast.SPECIALIST, cast.CANDIDATE, (3, 2, 3, 3, 3, 3, 2, 3)),
    Scored(34, cast.NEUTRAL, cast.IMPROVING, (3, 3, 3, 3, 3, 3, 2, 3)),
    Scored(20, cast.SPECIALIST, cast.IMPROVING, (4, 3, 3, 3, 3, 3, 2, 3)),
    Scored(6, cast.NEUTRAL, cast.SMALL, (3, 3, 3, 3, 3, 3, 3, 3), Stage.BLIND, Case.DOUBLE),
)
"""The sessions that a certificate is asked for with, and one that another is to score as well."""


def key_of(watch: Watch) -> str:
    """The public id of the first version, by which the talk over an observation is found."""
    return watch.amends or watch.public_id


def plan(roster: Roster, size: Size, seed: int, at: datetime) -> Plan:
    """Everything that was watched in the days before `at`."""
    planning = _Planning(roster, size, seed, at)
    watches = [*planning.everything()]
    by_time = sorted(watches, key=lambda watch: (watch.meeting.held_at, watch.public_id))
    return Plan(roster, list(_with_buttons(by_time)))


def _with_buttons(watches: list[Watch]) -> Iterator[Watch]:
    """Everybody's first observations are counted with four buttons; what is told is not."""
    done: Counter[Member] = Counter()
    for watch in watches:
        is_first = done[watch.observer] < FIRST and not watch.amends
        done[watch.observer] += not watch.amends
        told = watch.talk is not None or watch.aim is Aim.CERTIFICATION
        yield replace(watch, buttons=Buttons.FOUR) if is_first and not told else watch


class _Planning:
    """Makes the observations, each with its session."""

    def __init__(self, roster: Roster, size: Size, seed: int, at: datetime) -> None:
        self.roster, self.size, self.at = roster, size, at
        self.luck = chance(seed, "plan")
        self.ids = chance(seed, "plan ids")
        self.specialist = roster.named(cast.SPECIALIST)
        named = [part.name for region in cast.REGIONS for part in region.managers]
        managers = roster.having(Role.MANAGER)
        self.named = [one for one in managers if one.name in named]
        self.stalled = roster.named(cast.STALLED)
        self.busy: set[tuple[Member, date]] = set()

    def everything(self) -> Iterator[Watch]:
        # What is told comes first, so that it has the days it names.
        for told in TOLD:
            yield self._told(told)
        yield from self._amended()
        yield self._before_the_move()
        yield from self._pairs()
        yield from self._leaders()
        yield from self._visits()
        yield from self._specialist()
        yield from self._scored()

    def _visits(self) -> Iterator[Watch]:
        """Each leader's visits to their own managers."""
        for manager in self.roster.having(Role.MANAGER):
            leader = next(self.roster.above(manager, self.at.date()))
            for days in self._days_of(manager):
                yield self._any(manager, leader, days)

    def _days_of(self, manager: Member) -> Iterator[int]:
        if manager is self.stalled:
            yield from STALLED_DAYS_AGO
            return
        days = self.size.days - 1 - self.luck.randrange(9)
        while days >= LATEST_DAYS_AGO:
            yield days
            days -= self.luck.randint(*EVERY_DAYS)

    def _specialist(self) -> Iterator[Watch]:
        for place, manager in enumerate(self.named):
            for first in SPECIALIST_DAYS_AGO:
                days = first - 2 * place - self.luck.randrange(3)
                if manager is not self.stalled or days > min(STALLED_DAYS_AGO):
                    yield self._any(manager, self.specialist, days)

    def _pairs(self) -> Iterator[Watch]:
        """Sessions that a leader and the specialist watched together, for certification."""
        for region in cast.REGIONS:
            leader = self.roster.named(region.leader)
            for part, days in zip(region.managers[1:3], PAIR_DAYS_AGO, strict=True):
                meeting = self._meeting(self.roster.named(part), days, leader, self.specialist)
                first = self._watch(meeting, leader, aim=Aim.CERTIFICATION)
                if region is cast.REGIONS[0] and days == PAIR_DAYS_AGO[-1]:
                    first = replace(first, case=Case.CERTIFICATION)
                yield first
                yield self._watch(meeting, self.specialist, aim=Aim.CERTIFICATION)

    def _leaders(self) -> Iterator[Watch]:
        """The CRO's visits to the leaders, each with one of their managers."""
        cro = self.roster.named(cast.CRO)
        for region in cast.REGIONS:
            leader = self.roster.named(region.leader)
            for days in LEADER_DAYS_AGO:
                meeting = self._meeting(leader, days - self.luck.randrange(8), cro)
                yield self._watch(meeting, cro)

    def _amended(self) -> Iterator[Watch]:
        """An observation that was corrected by a second version."""
        manager = self.roster.named(cast.AMENDED)
        # The manager rated themself after the first one; the second was talked over.
        meeting = self._meeting(manager, 25, self.specialist)
        first = self._watch(meeting, self.specialist, stage=Stage.SELF_RATED)
        yield replace(first, mistaken=True)
        yield replace(
            first,
            public_id=public_id(self.ids),
            stage=Stage.TALKED,
            case=Case.AMENDED,
            amends=first.public_id,
        )

    def _before_the_move(self) -> Watch:
        """The rep who changed teams, coached by the manager of that time."""
        leader = self.roster.named(cast.NEUTRAL)
        meeting = self._meeting(self.roster.named(cast.FORMER), 88, leader)
        return self._watch(replace(meeting, coached=self.roster.moved), leader)

    def _told(self, told: Told) -> Watch:
        observer = self.roster.named(told.observer)
        meeting = self._meeting(self.roster.named(told.coach), told.days_ago, observer)
        if told.coached:
            meeting = replace(meeting, coached=self.roster.named(told.coached))
        watch = self._watch(meeting, observer, stage=told.stage, case=told.case)
        if told.talk is None:
            return watch
        meeting = replace(meeting, purpose=conversation(told.talk).purpose)
        return replace(watch, meeting=meeting, talk=told.talk, source=Source.TRANSCRIPT)

    def _scored(self) -> Iterator[Watch]:
        """Sessions that are told with the levels they were given."""
        for one in SCORED:
            observer = self.roster.named(one.observer)
            meeting = self._meeting(self.roster.named(one.coach), one.days_ago, observer)
            watch = self._watch(
                meeting, observer, aim=Aim.CERTIFICATION, stage=one.stage, case=one.case
            )
            yield replace(watch, levels=one.levels)

    def _any(self, manager: Member, observer: Member, days_ago: int) -> Watch:
        """An ordinary observation; some older ones were made from a transcript."""
        meeting = self._meeting(manager, days_ago, observer)
        if manager.name not in (cast.IMPROVING.name, cast.CHECK.name):
            meeting = replace(meeting, purpose=self.luck.choice(PURPOSES))
        old = days_ago > KEPT_DAYS + 5 and manager.name != cast.CHECK.name
        typed = old and self.luck.random() < FROM_TRANSCRIPT
        return self._watch(
            meeting,
            observer,
            source=Source.TRANSCRIPT if typed else Source.LIVE,
            stage=self._stage(manager, days_ago),
        )

    def _stage(self, manager: Member, days_ago: int) -> Stage:
        """The stalled manager rated himself once, and talked nothing over."""
        if manager is not self.stalled:
            return Stage.TALKED
        return Stage.SELF_RATED if days_ago == STALLED_DAYS_AGO[0] else Stage.SIGNED

    def _meeting(self, coach: Member, days_ago: int, *observers: Member) -> Meeting:
        day = self._free_day((coach, *observers), days_ago)
        return Meeting(
            public_id=public_id(self.ids),
            coach=coach,
            coached=pick(self.luck, self.roster.reports(coach, day)),
            held_at=self._in_office_hours(coach, day),
            planned=self.luck.random() < 0.85,
        )

    def _free_day(self, people: tuple[Member, ...], days_ago: int) -> date:
        """The last working day by then on which none of these people observes or is observed."""
        day = self.at.date() - timedelta(days=days_ago)
        while day.weekday() > FRIDAY or any((person, day) in self.busy for person in people):
            day -= timedelta(days=1)
        self.busy.update((person, day) for person in people)
        return day

    def _in_office_hours(self, coach: Member, day: date) -> datetime:
        minutes = 9 * 60 + 15 * self.luck.randrange(30)
        local = datetime.combine(day, time(minutes // 60, minutes % 60), ZoneInfo(coach.zone))
        return local.astimezone(UTC)

    def _watch(
        self,
        meeting: Meeting,
        observer: Member,
        *,
        aim: Aim = Aim.DEVELOPMENT,
        source: Source = Source.LIVE,
        stage: Stage = Stage.TALKED,
        case: Case | None = None,
    ) -> Watch:
        ago = (self.at - meeting.held_at) / timedelta(days=self.size.days)
        return Watch(
            public_id=public_id(self.ids),
            meeting=meeting,
            observer=observer,
            progress=min(1.0, max(0.0, 1 - ago)),
            aim=aim,
            source=source,
            stage=stage,
            case=case,
        )
