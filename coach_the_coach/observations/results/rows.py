"""What each audience is shown of a signed observation.

The two, and who decides on a certification, get `ResultRow`; leaders above get `CountsRow`, which
has no field for a word that was said or written.
"""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment
from coach_the_coach.observations.results.handing.rows import HandingRow
from coach_the_coach.observations.rows import HeaderRow


@dataclass(frozen=True)
class StandingRow:
    """What the actor gets of an observation: "whole" or "counts", or the page to go to first."""

    view: str = ""
    go_to: str = ""


@dataclass(frozen=True)
class ViewRow:
    """One dimension as both saw it; levels are 1..4, None for not observed or not yet known."""

    number: int = 0
    word: str = ""
    own: int | None = None
    seen: int | None = None
    gap: str = ""
    """How far apart the two are, in a few words; before the own view is known the level seen."""

    sentence: str = ""
    own_word: str = ""
    own_anchor: str = ""
    seen_word: str = ""
    seen_anchor: str = ""
    quote: str = ""
    clock: str = ""
    """When it was seen, as minutes and seconds; empty for no one moment."""

    absent: str = ""
    """In which stretch it was watched for and did not happen; empty where it did."""


@dataclass(frozen=True)
class AnswerRow:
    """What the one observed wrote, and where it stands; a draft is shown to them alone."""

    text: str = ""
    answered: Moment = field(default_factory=Moment)
    acknowledged: Moment = field(default_factory=Moment)


@dataclass(frozen=True)
class ResultRow:
    """A signed observation, whole."""

    header: HeaderRow = field(default_factory=HeaderRow)
    zone: str = "UTC"
    """The reader's time zone."""

    person_link: str = ""
    newer_link: str = ""
    """Where the signed correction is; empty while this version holds."""

    older_link: str = ""
    """Where the version is that this one corrects; empty for a first version."""

    correction_link: str = ""
    """Where the actor goes on with a correction they have begun; empty for none."""

    purpose_note: str = ""
    """That the purpose was corrected, and why; empty where it was not."""

    is_scored: bool = True
    """Whether anything is rated in a session for this purpose."""

    ticks: list[str] = field(default_factory=list)
    """The plain habits that were seen, as sentences."""

    handing: HandingRow = field(default_factory=HandingRow)
    strengths: str = ""
    highest: str = ""
    """The dimensions rated highest, in words; empty where all are alike."""

    own_name: str = ""
    """Whose own view stands beside; empty until there is one to show."""

    seen_name: str = ""
    comparison: str = ""
    """What the two views side by side say, in a sentence."""

    levels: list[str] = field(default_factory=list)
    views: list[ViewRow] = field(default_factory=list)
    score: str = ""
    score_basis: str = ""
    stop_signs: list[str] = field(default_factory=list)
    answer: AnswerRow = field(default_factory=AnswerRow)


@dataclass(frozen=True)
class LevelRow:
    """One dimension and the level given, in a word."""

    name: str = ""
    level: str = ""


@dataclass(frozen=True)
class CountsRow:
    """A certification observation as leaders above the direct one see it: scores alone."""

    observed: str = ""
    person_link: str = ""
    observer: str = ""
    purpose_word: str = ""
    aim_word: str = ""
    held: Moment = field(default_factory=Moment)
    signed: Moment = field(default_factory=Moment)
    rubric: str = ""
    levels: list[LevelRow] = field(default_factory=list)
    score: str = ""
    score_basis: str = ""
