"""What is shown of a tally of one's own session. No row has a field for a word that was said."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment
from coach_the_coach.observations.results.evidence.rows import (
    BarRow,
    CountRow,
    FigureRow,
    ShareRow,
)


@dataclass(frozen=True)
class TallyLine:
    """One tally in a list."""

    public_id: str = ""
    about: str = ""
    purpose_word: str = ""
    source_word: str = ""
    opened: Moment = field(default_factory=Moment)
    sentence: str = ""
    """What came out; empty while it is being counted."""

    person: str = ""
    """With whom it is shared, or in the list of what is shared with the reader, whose it is."""

    link: str = ""


@dataclass(frozen=True)
class TalliesRow:
    """One page of a list, newest first."""

    lines: list[TallyLine] = field(default_factory=list)
    number: int = 1
    has_more: bool = False


@dataclass(frozen=True)
class LastRow:
    """How one counted last, so that the next is opened with one press."""

    purpose: str = ""
    buttons: str = ""
    source: str = ""


@dataclass(frozen=True)
class LeaderRow:
    """Somebody to share with; named as the choice of a list wants it."""

    value: str
    word: str


@dataclass(frozen=True)
class TallyRow:
    """One tally, for its maker and for whom they share it with.

    `stage` is "ready", "watch", "upload", "speaker", "code" or "result"; the reader gets "result".
    """

    public_id: str = ""
    stage: str = ""
    is_mine: bool = False
    coach: str = ""
    about: str = ""
    purpose_word: str = ""
    buttons: str = ""
    buttons_word: str = ""
    is_live: bool = True
    opened: Moment = field(default_factory=Moment)
    lasted: str = ""
    share: ShareRow = field(default_factory=ShareRow)
    measures: list[FigureRow] = field(default_factory=list)
    counts: list[CountRow] = field(default_factory=list)
    strip_sentence: str = ""
    strip: list[BarRow] = field(default_factory=list)
    can_go_on: bool = False
    """Whether one may count on: for a day, of a transcript also only while it has words."""

    has_words: bool = False

    words_go: Moment = field(default_factory=Moment)
    words_gone: Moment = field(default_factory=Moment)
    shared_with: str = ""
    shared: Moment = field(default_factory=Moment)
