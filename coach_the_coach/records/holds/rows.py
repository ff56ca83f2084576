"""What a list of holds says."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class HoldRow:
    """One hold in force: on whose data, since when and why."""

    name: str
    email: str
    since: datetime
    reason: str
    """In one line, whatever was typed."""
