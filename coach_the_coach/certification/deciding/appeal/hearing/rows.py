"""What the page of an appeal shows."""

from dataclasses import dataclass, field

from coach_the_coach.calibration.again.rows import AgainRow
from coach_the_coach.certification.deciding.rows import ChoiceRow
from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class AppealRow:
    """An appeal as far as the reader may know of it; empty words for who reads none."""

    review_id: str = ""
    candidate: str = ""
    path: str = ""
    is_own: bool = False
    is_made: bool = False
    until: str = ""
    """The last day to appeal; empty once it is made, or where one cannot."""

    why_not: str = ""
    """Why the candidate cannot appeal; empty where they can, and for others."""

    words: str = ""
    asked: Moment = field(default_factory=Moment)
    due: str = ""
    decider: str = ""
    scorers: list[str] = field(default_factory=list)
    waits_for: list[str] = field(default_factory=list)
    """Who of the two has not scored again yet."""

    rescores: bool = False
    is_left: bool = False
    """Whether nobody scores it again, for want of a transcript."""

    may_leave: bool = False
    """Whether whoever names may leave it at that."""

    is_open: bool = False
    """Whether the reader may read both scorings."""

    both: AgainRow = field(default_factory=lambda: AgainRow("", ""))
    sessions: list[ChoiceRow] = field(default_factory=list)
    """Sessions that counted and can be scored again, for the candidate."""

    outcome: str = ""
    mark: str = "waiting"
    reason: str = ""
    new_id: str = ""
    """The decision in which it goes on; empty for none."""

    may_name: bool = False
    deciders: list[ChoiceRow] = field(default_factory=list)
    observers: list[ChoiceRow] = field(default_factory=list)
    may_decide: bool = False
    must_confirm_first: bool = False
