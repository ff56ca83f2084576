"""What the page of one decision shows."""

from dataclasses import dataclass, field

from coach_the_coach.certification.deciding.rows import ChoiceRow
from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class CountedRow:
    """One requirement, and what counted for it."""

    key: str
    text: str
    counted: str
    """How many, and from when to when, in words."""

    is_missing: bool = False
    """Whether it is no longer met by what counts now."""

    scores: list[str] = field(default_factory=list)
    """How observed sessions were scored; only for whoever may read that."""

    words: str = ""
    """What a signer gave as reason; only for whoever reads words."""


@dataclass(frozen=True)
class SeatRow:
    """One seat: who sits there, and what they said."""

    seat: str
    word: str
    name: str = ""
    said: str = ""
    mark: str = "waiting"
    when: Moment = field(default_factory=Moment)
    until: str = ""
    """Until when whoever sits there may sign; empty once they have, and while nobody does."""

    may_name: bool = False
    people: list[ChoiceRow] = field(default_factory=list)


@dataclass(frozen=True)
class RefusalRow:
    """What a refusal says; the words only for whoever reads them."""

    criterion: str = ""
    evidence: str = ""
    would_meet: str = ""
    again_on: str = ""
    name: str = ""


@dataclass(frozen=True)
class DecisionRow:
    """One decision, as far as the reader may know of it."""

    public_id: str = ""
    candidate: str = ""
    path: str = ""
    asked: Moment = field(default_factory=Moment)
    stands: str = ""
    mark: str = "waiting"
    is_own: bool = False
    lines: list[CountedRow] = field(default_factory=list)
    """Empty for whoever only names people."""

    names_only: bool = False
    seats: list[SeatRow] = field(default_factory=list)
    refusal: RefusalRow = field(default_factory=RefusalRow)
    may_sign: bool = False
    why_not: str = ""
    """Why the reader, who sits in it, cannot sign; empty where they can."""

    criteria: list[ChoiceRow] = field(default_factory=list)
    least: str = ""
    most: str = ""
    """First and last day to try again, as a browser writes them."""

    must_confirm_first: bool = False
    may_take_back: bool = False
    may_appeal: bool = False
    appeal_until: str = ""
    has_appeal: bool = False
