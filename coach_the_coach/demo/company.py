"""How large the demo company is, and what is known of it once it is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Final

from coach_the_coach.demo.cast import REGIONS, Case

LEADERS: Final = len(REGIONS)
"""VPs, one for each region."""

MANAGERS: Final = sum(len(region.managers) for region in REGIONS)
"""Managers who have a name of their own; a larger company has these and others."""

REPS_FOR_A_MANAGER: Final = 7.5
"""Reps of a manager on average: 90 for twelve. Source: domain, part G7."""

MANAGERS_FOR_A_LEADER: Final = 8
"""Managers of a VP in a company larger than the usual one."""

DAYS: Final = 120
"""Days of history. Source: domain, part G7."""


@dataclass(frozen=True)
class Size:
    """How many people, and how many days of history."""

    managers: int = MANAGERS
    days: int = DAYS

    def __post_init__(self) -> None:
        if self.managers < MANAGERS or self.days < DAYS:
            raise ValueError(f"at least {MANAGERS} managers and {DAYS} days: the cases need them")

    @property
    def leaders(self) -> int:
        """VPs: three, and more where the named twelve are joined by others."""
        return LEADERS + ceil((self.managers - MANAGERS) / MANAGERS_FOR_A_LEADER)

    @property
    def reps(self) -> int:
        """Reps of all managers together."""
        return int(self.managers * REPS_FOR_A_MANAGER)


@dataclass(frozen=True)
class DemoPerson:
    """Somebody who can sign in, and what they will find."""

    name: str
    role: str
    email: str
    password: str
    finds: str


@dataclass(frozen=True)
class Found:
    """Where one of the cases is: the person, and the observation if it is one; public ids."""

    name: str
    person_id: str
    observation_id: str | None = None


@dataclass(frozen=True)
class DemoCompany:
    """What was loaded, who can sign in to it, and where each case is."""

    name: str
    loaded_at: datetime
    people: tuple[DemoPerson, ...]
    cases: Mapping[Case, Found]
