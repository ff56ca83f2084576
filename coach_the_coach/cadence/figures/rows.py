"""What a page is shown of figures: numbers and words about them, and none of the log's."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class FigureLine:
    """One figure: as a person says it, and what that means."""

    key: str
    name: str
    figure: str
    """The share, or a count where there is none."""

    of: str = ""
    """One number out of another; empty where the figure says it already."""

    meaning: str = ""


@dataclass(frozen=True)
class MonthLine:
    """One month in the words of a table."""

    month: str
    kept: str
    coaching: str
    developmental: str
    planned: str
    complete: str
    coverage: str
    moved: str
    """How many were moved, cancelled, and for a reason that the rules do not name."""


@dataclass(frozen=True)
class FiguresRow:
    """The figures of one coach."""

    public_id: str = ""
    name: str = ""
    is_me: bool = False
    period: str = ""
    lines: list[FigureLine] = field(default_factory=list)
    months: list[MonthLine] = field(default_factory=list)
    export: str = ""
    """Where the file of what they are made of is."""


@dataclass(frozen=True)
class BlockerLine:
    """What was in the way of sessions that were missed, and how often."""

    name: str
    count: str
    question: str
    """What to ask oneself, or each other, about it."""


@dataclass(frozen=True)
class BlockersRow:
    """What was in the way, the most often first; for the coach and who leads them directly."""

    period: str = ""
    lines: list[BlockerLine] = field(default_factory=list)


@dataclass(frozen=True)
class ManagerLine:
    """One coach among those somebody leads, by their figures."""

    public_id: str
    link: str
    name: str
    title: str
    kept: str
    coaching: str
    band: str
    developmental: str
    planned: str
    complete: str
    coverage: str
    streak: str


@dataclass(frozen=True)
class TeamRow:
    """A page of those somebody leads, and all of them together."""

    period: str = ""
    lines: list[ManagerLine] = field(default_factory=list)
    together: list[FigureLine] = field(default_factory=list)
    total: int = 0


@dataclass(frozen=True)
class HomePanel:
    """The figures on a coach's home: what was kept, how much was coaching, and who is left out."""

    coaches: bool = False
    """Whether anybody reports to them; without, there is nothing to show."""

    period: str = ""
    kept: str = ""
    kept_of: str = ""
    """How many of how many; empty where that is all there is to say."""

    coaching: str = ""
    coaching_of: str = ""
    band: str = ""
    left_out: list[str] = field(default_factory=list)
    """Names, at most five, of those without a session this month."""

    more: str = ""
    """How many others, in words; empty for none."""
