"""What the page of the wanted mix shows."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class AimLine:
    """One kind of talk and what is wanted of it; the bounds as typed, empty for no limit."""

    kind: str
    word: str
    meaning: str
    at_least: str
    at_most: str
    proposed: str
    """What the product proposes, in words."""


@dataclass(frozen=True)
class AimsRow:
    """The wanted mix, and since when and by whom it is the organisation's own."""

    lines: list[AimLine] = field(default_factory=list)
    is_own: bool = False
    by: str = ""
    since: Moment = field(default_factory=Moment)
