"""What the pages of practice are shown; the reference is in `ResultRow` alone."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment
from coach_the_coach.observations.rows import ChoiceRow


@dataclass(frozen=True)
class ConversationLine:
    """One conversation in the list, with how far one has come and one's own last result."""

    key: str = ""
    link: str = ""
    title: str = ""
    about: str = ""
    minutes: int = 0
    coded: int = 0
    """Turns coded in a round that is not finished; 0 for none."""

    result: str = ""
    """The last result in words; empty where there is none."""

    is_codes_only: bool = False
    """Whether the last result is older than the eight dimensions, or was sent without them."""

    finished: Moment = field(default_factory=Moment)


@dataclass(frozen=True)
class PracticeTurn:
    """One of the manager's turns, with what was said before it; nothing of the reference."""

    number: int = 0
    key: str = ""
    """The number as text, by which the page knows the code given."""

    before_speaker: str = ""
    before: str = ""
    text: str = ""


@dataclass(frozen=True)
class RatedDimension:
    """One of the eight dimensions as it is asked for; nothing of the reference."""

    number: int = 0
    name: str = ""
    hint: str = ""
    choices: list[ChoiceRow] = field(default_factory=list)


@dataclass(frozen=True)
class RoundRow:
    """A conversation as it is coded and rated."""

    key: str = ""
    title: str = ""
    about: str = ""
    manager: str = ""
    turns: list[PracticeTurn] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    dimensions: list[RatedDimension] = field(default_factory=list)
    levels: dict[str, str] = field(default_factory=dict)
    """What was answered, by number of the dimension, as the form sends it."""

    is_done: bool = False
    """Whether there is a result and no round begun after it."""


@dataclass(frozen=True)
class ComparedTurn:
    """One turn with the own code and the reference's, and the reference's reason."""

    number: int = 0
    before_speaker: str = ""
    before: str = ""
    text: str = ""
    own: str = ""
    own_side: str = ""
    reference: str = ""
    reference_side: str = ""
    why: str = ""
    differs: bool = False


@dataclass(frozen=True)
class ComparedLevel:
    """One dimension with the own level and the reference's, how far apart they are, and why."""

    number: int = 0
    name: str = ""
    own: str = ""
    reference: str = ""
    apart: str = ""
    mark: str = "plain"
    """The mark beside how far they are apart."""

    turns: str = ""
    """The turns that show it, in words; empty for none."""

    why: str = ""


@dataclass(frozen=True)
class MarkedSign:
    """A stop sign that the reference marks, where, and why."""

    text: str = ""
    turns: str = ""
    why: str = ""


@dataclass(frozen=True)
class ResultRow:
    """A finished round beside the reference."""

    key: str = ""
    title: str = ""
    manager: str = ""
    turns: int = 0
    agreed: int = 0
    alike: int = 0
    finished: Moment = field(default_factory=Moment)
    differing: list[ComparedTurn] = field(default_factory=list)
    same: list[ComparedTurn] = field(default_factory=list)
    look_first: str = ""
    """What to look at first, in one sentence; empty for a round of codes only."""

    levels: list[ComparedLevel] = field(default_factory=list)
    """All eight dimensions; none for a round of codes only."""

    stop_signs: list[MarkedSign] = field(default_factory=list)


@dataclass(frozen=True)
class OfferRow:
    """The practice offered at first: whether to offer it, and the conversation to begin with."""

    is_open: bool = False
    is_begun: bool = False
    is_before_first: bool = False
    """Whether it comes before the first observation: for an observer who has signed none."""

    title: str = ""
    minutes: int = 0
    link: str = ""
