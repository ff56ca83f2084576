"""The figures of one observation, ready to be drawn: every share with its n and its sentence."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ShareRow:
    """The ask share, all 0..100; without `is_known` there are too few taps to draw it."""

    sentence: str = ""
    interval: str = ""
    method: str = ""
    """How the interval is counted, and what that takes for granted."""

    meaning: str = ""
    """What to make of the band; empty where none is named."""

    part: str = ""
    """What was coded where that was not the whole; empty else."""

    is_judged: bool = False
    is_known: bool = False
    share: int = 0
    low: int = 0
    high: int = 0


@dataclass(frozen=True)
class FigureRow:
    """One figure: its name, its value in words, and what it rests on."""

    name: str = ""
    value: str = ""
    basis: str = ""


@dataclass(frozen=True)
class CountRow:
    """How often one code was given."""

    word: str = ""
    meaning: str = ""
    count: int = 0
    tone: str = "neither"
    side: str = ""


@dataclass(frozen=True)
class KindRow:
    """One kind of talk as a part of the whole; `share` is 0..100."""

    word: str = ""
    share: int = 0
    figure: str = ""


@dataclass(frozen=True)
class BarRow:
    """One stretch of the talk; places and heights are percentages of the drawing."""

    minute: int = 0
    asks: int = 0
    tells: int = 0
    at: str = "0%"
    width: str = "0%"
    ask_top: str = "50%"
    ask_height: str = "0%"
    tell_height: str = "0%"


@dataclass(frozen=True)
class TimelineRow:
    """The talk over its time: a sentence, its bars, and how long it was; no bars without times."""

    sentence: str = ""
    end: str = ""
    bars: list[BarRow] = field(default_factory=list)


@dataclass(frozen=True)
class EvidenceRow:
    """Everything that was counted and measured; nothing that was written."""

    share: ShareRow = field(default_factory=ShareRow)
    measures: list[FigureRow] = field(default_factory=list)
    counts: list[CountRow] = field(default_factory=list)
    kinds_sentence: str = ""
    kinds: list[KindRow] = field(default_factory=list)
    timeline: TimelineRow = field(default_factory=TimelineRow)
    talk: list[FigureRow] = field(default_factory=list)
    """Who talked how much; empty where no transcript was read."""

    talk_note: str = ""
    """Why a measure of time is missing; empty where none is."""


@dataclass(frozen=True)
class NoteRow:
    """A few words written while watching, and when."""

    clock: str = ""
    text: str = ""
    quote: str = ""
    """What was said, word for word; empty where nothing was quoted."""
