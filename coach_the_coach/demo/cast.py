"""The people of the demo company who have a part, and what is to be seen with them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

COMPANY_NAME: Final = "Alderquay Instruments"
"""An invented maker of measuring instruments for plants that process food, drinks and water."""

DOMAIN: Final = "alderquay.example"
"""Where its e-mail addresses end; `.example` can never be anybody's."""


class Case(StrEnum):
    """The interesting cases, each there once and found by its name."""

    STALLED = "stalled manager"
    SEVERE = "severe observer"
    DRIFTING = "drifting observer"
    SMALL_TEAM = "team of four"
    LARGE_TEAM = "team of twelve"
    IMPROVING = "manager improving from telling to asking"
    CHECK = "manager who asks without helping"
    MOVED = "rep who changed teams"
    TRAINING = "training session"
    CERTIFICATION = "certification by two observers"
    LEADER_OBSERVED = "leader observed while coaching a manager"
    SELF_RATING = "observation waiting for the manager's own rating"
    TALK = "observation whose talk is booked"
    DRAFT = "half-rated draft"
    AMENDED = "corrected observation"
    DOUBLE = "session that waits for its second observer"
    REVIEWED = "decision that waits for a second signature"
    REFUSED = "refusal that was appealed against"


@dataclass(frozen=True)
class Habit:
    """How somebody coaches: the ask share 0..1 at the start and at the end of the history.

    `helps` says how far practice, depth and follow-through keep up with the asking, 0..1.
    """

    first: float
    last: float
    helps: float = 1.0
    taps: tuple[int, int] = (26, 52)

    def ask_share(self, progress: float) -> float:
        """The share they tend to at `progress` through the history, 0..1."""
        return self.first + (self.last - self.first) * progress


@dataclass(frozen=True)
class Eye:
    """How somebody rates: how much above the others, in levels, at the start and at the end."""

    first: float = 0.0
    last: float = 0.0

    def bias(self, progress: float) -> float:
        """Levels added at `progress` through the history, 0..1."""
        return self.first + (self.last - self.first) * progress


@dataclass(frozen=True)
class Part:
    """One of the cast; `reps` is the size of a manager's team, None where it does not matter."""

    given: str
    family: str
    title: str
    zone: str
    team: str = ""
    habit: Habit | None = None
    eye: Eye | None = None
    reps: int | None = None

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}"


@dataclass(frozen=True)
class Region:
    """A leader and the managers below them."""

    name: str
    leader: Part
    managers: tuple[Part, ...]


def _manager(
    given: str, family: str, team: str, zone: str, habit: Habit, reps: int | None = None
) -> Part:
    return Part(given, family, f"Sales Manager, {team}", zone, team, habit=habit, reps=reps)


CRO: Final = Part(
    "Marguerite", "Osei", "Chief Revenue Officer", "Europe/London", "Sales leadership", eye=Eye()
)
SPECIALIST: Final = Part(
    "Noor", "Haddad", "Sales Coaching Specialist", "Europe/Amsterdam", "Enablement", eye=Eye()
)
ADMINISTRATOR: Final = Part(
    "Ciarán", "Doyle", "Sales Systems Administrator", "Europe/Dublin", "Sales operations"
)
NEUTRAL: Final = Part(
    "Henrik",
    "Dahlgren",
    "VP Sales, Europe",
    "Europe/Stockholm",
    "Europe leadership",
    habit=Habit(0.66, 0.72),
    eye=Eye(),
)
SEVERE: Final = Part(
    "Valeria",
    "Quintero",
    "VP Sales, Americas",
    "America/New_York",
    "Americas leadership",
    habit=Habit(0.52, 0.5),
    eye=Eye(-0.7, -0.7),
)
"""Her levels run 0.7 below those of others who saw the same session."""

DRIFTING: Final = Part(
    "Arjun",
    "Mehrotra",
    "VP Sales, Asia Pacific",
    "Asia/Singapore",
    "Asia Pacific leadership",
    habit=Habit(0.7, 0.74),
    eye=Eye(0.0, 1.0),
)
"""He starts in line with the others and ends a level above them."""

IMPROVING: Final = _manager("Priya", "Raman", "UK and Ireland", "Europe/London", Habit(0.3, 0.8), 8)
CHECK: Final = _manager(
    "Jonas",
    "Lindqvist",
    "Nordics",
    "Europe/Stockholm",
    Habit(0.985, 0.985, helps=0.15, taps=(72, 84)),
)
SMALL: Final = _manager("Élodie", "Marchand", "Benelux", "Europe/Brussels", Habit(0.68, 0.72), 4)
FORMER: Final = _manager("Tomasz", "Wilk", "Central Europe", "Europe/Warsaw", Habit(0.56, 0.6))
"""The manager whom the rep who changed teams left."""

STALLED: Final = _manager(
    "Walter", "Brandt", "Great Lakes", "America/Chicago", Habit(0.4, 0.38, helps=0.7)
)
LARGE: Final = _manager("Camila", "Duarte", "Brazil", "America/Sao_Paulo", Habit(0.74, 0.8), 12)
RESCUER: Final = _manager(
    "Aaron", "Whitfield", "Mountain West", "America/Denver", Habit(0.44, 0.47, helps=0.8)
)
TRAINER: Final = _manager("Kenji", "Morimoto", "Japan", "Asia/Tokyo", Habit(0.63, 0.66))
INSPECTOR: Final = _manager(
    "Lachlan", "Pryce", "Australia", "Australia/Sydney", Habit(0.55, 0.49, helps=0.9)
)
AMENDED: Final = _manager("Mei-Ling", "Foo", "Southeast Asia", "Asia/Singapore", Habit(0.76, 0.79))
CANDIDATE: Final = _manager("Ananya", "Iyer", "India", "Asia/Kolkata", Habit(0.58, 0.7))
"""The manager who has asked for her certificate, and whose decision is under review."""

COMPLETE: Final = (IMPROVING, CANDIDATE)
"""Who has shown all that the first path asks."""

REGIONS: Final = (
    Region("Europe", NEUTRAL, (IMPROVING, CHECK, SMALL, FORMER)),
    Region(
        "Americas",
        SEVERE,
        (
            STALLED,
            LARGE,
            RESCUER,
            _manager("Renée", "Thibodeaux", "Gulf Coast", "America/Chicago", Habit(0.67, 0.74)),
        ),
    ),
    Region(
        "Asia Pacific",
        DRIFTING,
        (
            AMENDED,
            TRAINER,
            INSPECTOR,
            CANDIDATE,
        ),
    ),
)
"""The three regions and their twelve managers."""
