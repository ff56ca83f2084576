"""A session over its time, as it is drawn and as it is listed: small rows, for there are many."""

from dataclasses import dataclass, field

from coach_the_coach.observations.rows import ChoiceRow, HeaderRow
from coach_the_coach.observations.timeline.changes.rows import ChangesRow


@dataclass(frozen=True)
class LaneRow:
    """One line of the drawing: its word, and the side it counts for."""

    word: str = ""
    tone: str = "neither"


@dataclass(frozen=True)
class DotRow:
    """One code or note in the drawing: where, in percent across and in pixels down."""

    id: str = ""
    x: str = "0%"
    y: int = 0
    tone: str = "neither"
    said: str = ""


@dataclass(frozen=True)
class BandRow:
    """A kind of talk over a stretch of the drawing; `word` is empty where it has no room."""

    x: str = "0%"
    width: str = "0%"
    word: str = ""
    said: str = ""


@dataclass(frozen=True)
class TickRow:
    """A time written beneath the drawing."""

    x: str = "0%"
    word: str = ""


@dataclass(frozen=True)
class DrawnRow:
    """The drawing: lanes from top to bottom with their dots, and the kinds beneath."""

    lanes: list[LaneRow] = field(default_factory=list)
    dots: list[DotRow] = field(default_factory=list)
    bands: list[BandRow] = field(default_factory=list)
    ticks: list[TickRow] = field(default_factory=list)
    line: int = 0
    """How far down the line between asks and tells lies, in pixels."""

    height: int = 0


@dataclass(frozen=True)
class MomentRow:
    """One moment in the list: a code, a note or a kind, with its words where one may read them."""

    id: str = ""
    sort: str = ""
    """`tap`, `turn`, `note` or `kind`."""

    clock: str = ""
    word: str = ""
    tone: str = "neither"
    text: str = ""
    quote: str = ""
    code: str = ""
    is_new_minute: bool = False


@dataclass(frozen=True)
class MomentsRow:
    """As many moments as are shown, in order, and how many more there are."""

    rows: list[MomentRow] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class TimelineRow:
    """A session over its time: what it says in sentences, the drawing, and what can be done."""

    header: HeaderRow = field(default_factory=HeaderRow)
    sentences: list[str] = field(default_factory=list)
    drawn: DrawnRow = field(default_factory=DrawnRow)
    without: str = ""
    """Why there is nothing to draw; empty where there is."""

    changes: ChangesRow = field(default_factory=ChangesRow)
    codes: list[ChoiceRow] = field(default_factory=list)
    """What a code may be changed to; empty where nothing can be changed."""

    why_fixed: str = ""
    """Why the observer cannot change codes here; empty where they can."""

    dimensions: list[ChoiceRow] = field(default_factory=list)
    """For which dimensions a moment can be quoted: those with a level."""

    may_quote: bool = False
    """Whether it is a draft of the reader's own that is rated at all."""

    end: str = ""
