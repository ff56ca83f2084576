"""What the page of the house's rhythm shows."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class HouseRhythmRow:
    """Which rhythm and which assessment hold, and since when and by whom they are the house's own.

    `since` and `by` are empty where nobody has chosen.
    """

    preset: str = ""
    assessment: str = ""
    is_own: bool = False
    by: str = ""
    since: Moment = field(default_factory=Moment)
