"""What is asked once more when the watching begins. Pure."""

from dataclasses import dataclass

from coach_the_coach.observations.tally.rules import Buttons


@dataclass(frozen=True)
class BeginningDraft:
    """The answers on the day: what to count with, and whether all three know and agree."""

    buttons: str = Buttons.NINE
    both_agreed: bool = False
