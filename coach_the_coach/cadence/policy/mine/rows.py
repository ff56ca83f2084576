"""What the page of one's own rhythm shows."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class RepRhythm:
    """The rhythm with one of the team, and the minutes of the last 30 days."""

    public_id: str = ""
    name: str = ""
    rhythm: str = ""
    per_month: str = ""
    minutes: str = ""
    is_own: bool = False
    """Whether another rhythm than the house's is agreed."""

    reason: str = ""
    share: int = 0
    """How long the bar is, 0..100 of the longest."""

    spent: str = ""
    is_left_out: bool = False


@dataclass(frozen=True)
class OwnRhythmRow:
    """The rhythm of the house, that with each of the team by name, and what it comes to."""

    house: str = ""
    assessment: str = ""
    days: str = ""
    team: list[RepRhythm] = field(default_factory=list)
    hours: str = ""
    band: str = ""
    mark: str = "plain"
    too_many: str = ""
    left_out: str = ""
