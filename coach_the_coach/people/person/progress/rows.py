"""What the drawings of a person's page show; whoever may not read an observation gets no row."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class StripRow:
    """One session as a strip of asks and tells over its own time."""

    link: str
    when: Moment
    beside: str
    """Who watched, and for how long where that is known."""

    has_strip: bool
    asks: str
    tells: str
    figure: str
    share: str


@dataclass(frozen=True)
class SharePoint:
    """One ask share with its interval, and where it lies between first and last; all 0..100."""

    at: float
    share: float
    low: float
    high: float
    label: str
    day: str


@dataclass(frozen=True)
class LevelPoint:
    """One level of one dimension, 1..4, and where it lies between first and last, 0..100."""

    at: float
    level: int


@dataclass(frozen=True)
class PanelRow:
    """One dimension over time."""

    word: str
    points: list[LevelPoint]
    of_late: str
    newest: str
    heard: str
    """Every level in its order, for the table and for those who listen."""


@dataclass(frozen=True)
class GapRow:
    """One dimension in the newest observation that both rated, and how the gap moved."""

    word: str
    own: int | None
    seen: int | None
    gap: str
    sentence: str


@dataclass(frozen=True)
class ProgressRow:
    """All drawings of a person's page, each with its sentence; empty lists draw nothing."""

    strips: list[StripRow] = field(default_factory=list)
    strips_words: str = ""
    points: list[SharePoint] = field(default_factory=list)
    points_words: str = ""
    panels: list[PanelRow] = field(default_factory=list)
    panels_words: str = ""
    levels: list[str] = field(default_factory=list)
    gaps: list[GapRow] = field(default_factory=list)
    gaps_words: str = ""
    gaps_link: str = ""
    own_name: str = ""
    seen_name: str = ""
    first: str = ""
    last: str = ""
    newest_link: str = ""
