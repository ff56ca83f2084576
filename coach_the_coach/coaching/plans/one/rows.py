"""What a call shows the two, and whoever leads its coach directly."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class Answers:
    """One side's four answers; empty before they are given."""

    well: str = ""
    not_well: str = ""
    learned: str = ""
    next_time: str = ""


@dataclass(frozen=True)
class CallRow:
    """One call with its plan and its debrief, and what the reader may do about it now."""

    public_id: str = ""
    deal: str = ""
    coach: str = ""
    rep: str = ""
    rep_first_name: str = ""
    coach_first_name: str = ""
    is_coach: bool = False
    is_rep: bool = False
    when: Moment = field(default_factory=Moment)
    minutes: int = 0
    reason: str = ""
    by_rep: bool = False
    is_dropped: bool = False
    has_begun: bool = False
    objective: str = ""
    questions: str = ""
    information: str = ""
    risk: str = ""
    risk_answer: str = ""
    is_planned: bool = False
    rep_said: bool = False
    rep_part: Answers = field(default_factory=Answers)
    coach_said: bool = False
    coach_part: Answers = field(default_factory=Answers)
    after: str = ""
    """How long after the call both had looked back, in words; empty before."""

    is_quick: bool = False
    """Whether that was within the hour."""

    may_plan: bool = False
    may_say: bool = False
    """Whether the reader may give the rep's part now, or change it."""

    may_answer: bool = False
    """Whether the reader may give the coach's part now, or change it."""

    may_drop: bool = False
