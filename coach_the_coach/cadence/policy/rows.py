"""What the page of the house's rhythm shows."""

from dataclasses import dataclass, field

from coach_the_coach.cadence.policy.rules import Assessment, Rhythm
from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class House:
    """What holds where nothing else is agreed on."""

    rhythm: Rhythm
    assessment: Assessment
    hours: int
    """Contracted hours a week."""


@dataclass(frozen=True)
class HouseRhythmRow:
    """Which rhythm, assessment and hours hold, and since when and by whom they are the house's own.

    `since` and `by` are empty where nobody has chosen.
    """

    preset: str = ""
    assessment: str = ""
    hours: str = ""
    """Contracted hours a week."""

    is_own: bool = False
    by: str = ""
    since: Moment = field(default_factory=Moment)
