"""What the page of proof is shown."""

from dataclasses import dataclass, field

from coach_the_coach.coaching.log.rows import CountsRow
from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class ProofLine:
    """One session with its five fields."""

    link: str = ""
    title: str = ""
    day: Moment = field(default_factory=Moment)
    coached: str = ""
    focus: str = ""
    feedback: str = ""
    next_step: str = ""
    due: str = ""
    missing: str = ""


@dataclass(frozen=True)
class ProofRow:
    """The past days of one coach, for them and who leads them directly."""

    counts: CountsRow = field(default_factory=CountsRow)
    lines: list[ProofLine] = field(default_factory=list)
    is_mine: bool = True
    left_out: int = 0
    """How many older ones the page does not show."""
