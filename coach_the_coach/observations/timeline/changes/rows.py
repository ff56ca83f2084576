"""Changes made after watching, as they are shown."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class ChangeRow:
    """One change: what it did, when, from what and to what; empty for not there."""

    id: str = ""
    word: str = ""
    made: Moment = field(default_factory=Moment)
    before: str = ""
    after: str = ""
    is_taken_back: bool = False
    is_last: bool = False
    """Whether it can be taken back: no later change lies over it."""


@dataclass(frozen=True)
class ChangesRow:
    """How many changes stand, and all that were made."""

    standing: int = 0
    rows: list[ChangeRow] = field(default_factory=list)
