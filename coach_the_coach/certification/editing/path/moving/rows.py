"""What is shown of those who are on an older version of a path: counts, and nobody's name."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class OlderRow:
    """That some are on an older version."""

    people: int = 0
    words: str = ""
    """How many, as a sentence; empty for nobody."""


@dataclass(frozen=True)
class MoveRow:
    """What moving them changes, before it is done."""

    is_open: bool = False
    moved: int = 0
    title: str = ""
    changes: list[str] = field(default_factory=list)
    """What it changes for them, a sentence each."""
