"""Rules of interruption as pages show them."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class ContractRow:
    """One version and how it stands; without `public_id` there is none."""

    public_id: str = ""
    version: str = ""
    """Which wording it is: whoever signs it or gives it back says that they have read this one."""

    text: str = ""
    reasons: list[str] = field(default_factory=list)
    within: str = ""
    """Within how many working days, in words."""

    state: str = ""
    state_word: str = ""
    mark: str = "plain"
    since: Moment = field(default_factory=Moment)
    signed_by: str = ""
    returned_why: str = ""


@dataclass(frozen=True)
class OwnContractRow:
    """The coach's own: what holds, what is under way, and what the form begins with."""

    holding: ContractRow = field(default_factory=ContractRow)
    open: ContractRow = field(default_factory=ContractRow)
    leader: str = ""
    """Who signs; empty where nobody leads the reader."""

    text: str = ""
    reasons: str = ""
    within_days: str = ""


@dataclass(frozen=True)
class CoachContractRow:
    """Somebody else's, for their direct leader and for those who report to them."""

    coach: str = ""
    coach_id: str = ""
    is_leader: bool = False
    """Whether the reader signs; else they report to the coach."""

    holding: ContractRow = field(default_factory=ContractRow)
    offered: ContractRow = field(default_factory=ContractRow)
    """What waits for the reader's signature."""

    template: ContractRow = field(default_factory=ContractRow)
    """What holds where nothing is signed."""
