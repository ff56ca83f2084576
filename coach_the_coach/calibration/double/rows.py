"""What the pages of what is scored by two show."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class PairLine:
    """One session that two score: whose, how far it has come, and the one way on."""

    public_id: str
    link: str
    observed: str
    coached: str
    held: Moment
    word: str
    mark: str
    says: str
    """What comes next, for the reader."""

    action: str
    """The word on the way on; empty where nothing waits for the reader."""


@dataclass(frozen=True)
class AskableRow:
    """A session that another could score as well."""

    held_id: str
    observed: str
    coached: str
    first: str
    held: Moment


@dataclass(frozen=True)
class PersonRow:
    """Somebody who may be named, as a choice."""

    value: str
    word: str


@dataclass(frozen=True)
class LevelLine:
    """One dimension: what each gave, and what counts."""

    name: str
    first: str
    second: str
    third: str
    counts: str
    differs: str
    """Said where the first two are far apart; empty for the others."""


@dataclass(frozen=True)
class PairRow:
    """One session that two score, as the reader may know of it."""

    public_id: str = ""
    observed: str = ""
    coached: str = ""
    held: Moment = field(default_factory=Moment)
    word: str = ""
    mark: str = "plain"
    says: str = ""
    drawn: str = ""
    """That the second was drawn, in words; empty where they were named."""

    reason: str = ""
    """Why it was called off; empty where it was not."""

    first: str = ""
    second: str = ""
    third: str = ""
    can_begin: bool = False
    must_practise: str = ""
    """What the reader has to practise before they begin; empty for nothing."""

    goes_on: str = ""
    """Where the reader's own observation is; empty before it is opened."""

    is_signed: bool = False
    """Whether the reader has signed it."""

    can_call_off: bool = False
    can_decline: bool = False
    can_draw: bool = False
    thirds: list[PersonRow] = field(default_factory=list)
    """Whom the reader may name as the third; empty where they name nobody."""

    is_open: bool = False
    """Whether the reader may read what both gave."""

    levels: list[LevelLine] = field(default_factory=list)
    has_third: bool = False
    """Whether a third is among them."""

    total: str = ""
    total_words: str = ""
    """What the numbers put together are called: they count only once it is settled."""

    totals: str = ""
    """The total of each, in words."""

    apart: str = ""
    """Whether the two were far apart, in words."""

    stop_signs: list[str] = field(default_factory=list)
