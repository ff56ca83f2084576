"""What somebody is asked, as a page shows it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AskedRow:
    """About whose sessions of which month; empty where nobody asks, or no longer."""

    coach_id: str = ""
    coach: str = ""
    month: str = ""
    minimum: int = 0
    """How many must have answered before anything is shown."""
