"""What is drawn of a month's kinds of talk; whoever may not read an observation gets none of it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class KindLine:
    """One kind of talk: its share with interval and target, all 0..100, or its answers one by one.

    Without `is_known` there are too few answers, and `count` of them are drawn.
    """

    word: str
    figure: str
    aim: str
    count: int
    is_known: bool = False
    share: int = 0
    low: int = 0
    high: int = 0
    at_least: int | None = None
    at_most: int | None = None
    mark: str = "plain"
    standing: str = ""


@dataclass(frozen=True)
class MonthPoint:
    """One month's share with its interval, and where it lies between first and last, 0..100."""

    at: float
    share: int
    low: int
    high: int


@dataclass(frozen=True)
class KindPanel:
    """One kind over the months that have a share."""

    word: str
    points: list[MonthPoint]
    at_least: int | None
    at_most: int | None
    aim: str
    heard: str
    """Every share in its order, for those who listen."""


@dataclass(frozen=True)
class MonthLine:
    """One month: what it says beside the targets, each kind drawn, and its figures in a line."""

    month: str = ""
    basis: str = ""
    sentence: str = ""
    kinds: list[KindLine] = field(default_factory=list)


@dataclass(frozen=True)
class MixRow:
    """The months with answers, newest first, and each kind over those that have shares."""

    months: list[MonthLine] = field(default_factory=list)
    panels: list[KindPanel] = field(default_factory=list)
    panels_words: str = ""
    first: str = ""
    last: str = ""
