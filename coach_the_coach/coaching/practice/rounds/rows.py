"""What the page of one practice shows, to the coach who leads it alone."""

from dataclasses import dataclass, field

from coach_the_coach.coaching.practice.rows import HardMomentRow
from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class TurnRow:
    """One rep and how far their round has come; `step` is the rule's word for it."""

    public_id: str = ""
    name: str = ""
    first_name: str = ""
    step: str = "none"
    step_word: str = ""
    mark: str = "plain"
    debrief: str = ""


@dataclass(frozen=True)
class PracticeRow:
    """One practice: the moment, the team, and what it came to once it is closed."""

    public_id: str = ""
    moment: HardMomentRow = field(default_factory=HardMomentRow)
    begun: Moment = field(default_factory=Moment)
    is_closed: bool = False
    is_withdrawn: bool = False
    turns: list[TurnRow] = field(default_factory=list)
    full_rounds: int = 0
    minutes: str = ""
    """How long it took; while it is open, what is proposed."""

    planned: str = ""
    learned: str = ""
    why_withdrawn: str = ""
