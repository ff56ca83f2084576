"""What the page of an action plan is shown, for those who may read its words."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class StepRow:
    """One action or milestone."""

    place: int = 0
    text: str = ""
    due: Moment = field(default_factory=Moment)
    is_milestone: bool = False
    is_done: bool = False
    done: Moment = field(default_factory=Moment)
    is_late: bool = False


@dataclass(frozen=True)
class SignatureRow:
    """That somebody has signed a version."""

    who: str = ""
    side: str = ""
    version: str = ""
    is_current: bool = False
    when: Moment = field(default_factory=Moment)
    note: str = ""


@dataclass(frozen=True)
class PlanRow:
    """One action plan as the two and the direct leader read it."""

    public_id: str = ""
    coach: str = ""
    coached: str = ""
    part: str = ""
    """"coach", "coached" or "leader": what the reader is in it."""

    objective: str = ""
    version: int = 1
    version_word: str = ""
    opened: Moment = field(default_factory=Moment)
    review: Moment = field(default_factory=Moment)
    review_due: str = ""
    """That the day of the review has come; empty before."""

    steps: list[StepRow] = field(default_factory=list)
    done_words: str = ""
    signatures: list[SignatureRow] = field(default_factory=list)
    """Every signature of every version, the newest first."""

    standing: str = ""
    mark: str = "waiting"
    leader_words: str = ""
    """Who signs as the leader, or that nobody does."""

    may_sign: bool = False
    may_tick: bool = False
    is_open: bool = True
    closed: Moment = field(default_factory=Moment)
    result: str = ""
    change: str = ""
    """Where the coach changes it; empty for everybody else."""
