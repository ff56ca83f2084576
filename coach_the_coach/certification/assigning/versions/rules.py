"""What moving to the newest version of a path changes. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class VersionChange:
    """Counts, and nobody's name."""

    version: int = 0
    moved: int = 0
    waiting: int = 0
    """Whose decision is asked for: they stay on their version until it is made."""

    is_known: bool = False
    """Whether they are enough to say how they would stand."""

    short: int = 0
    """Who has all that is asked today, and would not by the new version."""

    gains: int = 0
    """Who would have all by the new version, and has not today."""
