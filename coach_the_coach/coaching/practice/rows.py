"""What the pages of practice show."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment
from coach_the_coach.shell.rows import PageRow


@dataclass(frozen=True)
class HardMomentRow:
    """One hard moment as it is read aloud."""

    key: str = ""
    title: str = ""
    situation: str = ""
    opening: str = ""
    prompts: list[str] = field(default_factory=list)
    good: str = ""
    debrief: list[str] = field(default_factory=list)
    harder: str = ""


@dataclass(frozen=True)
class OpenPractice:
    """A practice that is not closed yet."""

    title: str = ""
    link: str = ""
    begun: Moment = field(default_factory=Moment)


@dataclass(frozen=True)
class OverviewRow:
    """How it goes with the reader's own team; `leads` is False for whoever has none."""

    leads: bool = False
    streak: str = ""
    recent: str = ""
    held_this_week: bool = False
    this_week: str = ""
    open: list[OpenPractice] = field(default_factory=list)


@dataclass(frozen=True)
class HeldLine:
    """One practice that was held, for the coach who held it."""

    link: str = ""
    title: str = ""
    held: Moment = field(default_factory=Moment)
    rounds: str = ""
    learned: str = ""


@dataclass(frozen=True)
class HeldList:
    """A page of practices held, the newest first."""

    lines: list[HeldLine] = field(default_factory=list)
    paging: PageRow = field(default_factory=PageRow)


@dataclass(frozen=True)
class RoundLine:
    """One round of the reader's own."""

    title: str = ""
    held: Moment = field(default_factory=Moment)
    coach: str = ""
    debrief: str = ""
    step: str = ""
    mark: str = ""


@dataclass(frozen=True)
class RoundList:
    """A page of the reader's own rounds, the newest first."""

    lines: list[RoundLine] = field(default_factory=list)
    paging: PageRow = field(default_factory=PageRow)


@dataclass(frozen=True)
class CountLine:
    """How often somebody in reach practised with their team, and no word of it."""

    name: str = ""
    title: str = ""
    recent: str = ""
    streak: str = ""


@dataclass(frozen=True)
class CountList:
    """A page of those in reach who lead a team, by name."""

    lines: list[CountLine] = field(default_factory=list)
    paging: PageRow = field(default_factory=PageRow)
