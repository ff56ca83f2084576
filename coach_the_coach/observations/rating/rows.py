"""What the page for rating shows."""

from dataclasses import dataclass, field

from coach_the_coach.observations.rows import ChoiceRow, HeaderRow


@dataclass(frozen=True)
class DimensionRow:
    """One dimension of the form: what it asks, and what each answer looks like."""

    number: int = 0
    name: str = ""
    hint: str = ""
    choices: list[ChoiceRow] = field(default_factory=list)


@dataclass(frozen=True)
class FormRow:
    """The form an observation is rated with, worded for the two it is about."""

    header: HeaderRow = field(default_factory=HeaderRow)
    zone: str = "UTC"
    dimensions: list[DimensionRow] = field(default_factory=list)
    stop_signs: list[ChoiceRow] = field(default_factory=list)
    first_day: str = ""
    """The earliest day on which to watch again, in ISO 8601."""

    last_day: str = ""
    """The latest one."""


@dataclass(frozen=True)
class AnswersRow:
    """What has been answered so far; dimensions by their number as text, "" where nothing was."""

    levels: dict[str, str] = field(default_factory=dict)
    level_words: dict[str, str] = field(default_factory=dict)
    quotes: dict[str, str] = field(default_factory=dict)
    moments: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    """What a dimension that was rated still lacks, as a sentence."""

    stop_signs: list[str] = field(default_factory=list)
    strengths: str = ""
    one_thing: str = ""
    agreed: str = ""
    watch_again_on: str = ""

    rated: int = 0
    """How many dimensions have been rated or marked as not observed."""


@dataclass(frozen=True)
class OfferRow:
    """Words that can become a quote in one press: a note, or a turn of the transcript."""

    id: str = ""
    text: str = ""
    moment: str = ""
    speaker: str = ""
