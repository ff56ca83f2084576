"""What is shown of what reps say; no row has a field for who said it, or for how many too few."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class FigureLine:
    """One period of one coach, or of all below a leader; `why` says why there is no figure."""

    name: str = ""
    whose: str = ""
    period: str = ""
    people: str = ""
    rating: str = ""
    thinking: str = ""
    one_thing: str = ""
    hard: str = ""
    why: str = ""
    """Empty where there are figures."""


@dataclass(frozen=True)
class PulseRow:
    """The reader's own: what was said about them, and of all below them where they lead."""

    minimum: int = 0
    own: list[FigureLine] = field(default_factory=list)
    whole: list[FigureLine] = field(default_factory=list)
    leads: bool = False
    sets_minimum: bool = False
