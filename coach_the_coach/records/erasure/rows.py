"""What an erasure will take, and what was erased."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ClassRow:
    """One class of what is kept of somebody: what it is, and how many there are."""

    words: str
    number: int


@dataclass(frozen=True)
class ErasedRow:
    """One erasure, as a list for restored backups names it."""

    person: str
    """The public id."""
    at: datetime
