"""What certification is told of somebody's learning; no answer is in it."""

from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction


@dataclass(frozen=True)
class PassedTry:
    """A try that reached the pass mark asked for."""

    public_id: str
    bank: str
    right: int
    asked: int
    finished_at: datetime


@dataclass(frozen=True)
class UsedUnit:
    """A unit that somebody says they used, and whether the session they named still stands."""

    public_id: str
    unit: str
    used_at: datetime
    log_entry: str
    """The public id of the session."""

    is_standing: bool


@dataclass(frozen=True)
class Learned:
    """What one person has passed, the oldest first, and used."""

    best: dict[str, Fraction] = field(default_factory=dict)
    """The best share of right answers by bank, 0..1, over every finished try."""

    passed: list[PassedTry] = field(default_factory=list)
    used: list[UsedUnit] = field(default_factory=list)
