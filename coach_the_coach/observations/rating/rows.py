"""What the page for rating shows."""

from dataclasses import dataclass, field

from coach_the_coach.observations.focus.rows import FocusRow
from coach_the_coach.observations.rows import ChoiceRow, HeaderRow


@dataclass(frozen=True)
class DimensionRow:
    """One dimension of the form: what it asks, and what each answer looks like."""

    number: int = 0
    name: str = ""
    hint: str = ""
    is_optional: bool = False
    choices: list[ChoiceRow] = field(default_factory=list)


@dataclass(frozen=True)
class FormRow:
    """The form an observation is rated with, worded for the two it is about."""

    header: HeaderRow = field(default_factory=HeaderRow)
    zone: str = "UTC"
    focus: FocusRow = field(default_factory=FocusRow)
    answers_to_focus: list[ChoiceRow] = field(default_factory=list)
    why_not_rated: str = ""
    """Why this purpose is not rated; then there are no dimensions and no stop signs."""

    dimensions: list[DimensionRow] = field(default_factory=list)
    stop_signs: list[ChoiceRow] = field(default_factory=list)
    ticks: list[ChoiceRow] = field(default_factory=list)
    purposes: list[ChoiceRow] = field(default_factory=list)


@dataclass(frozen=True)
class AnswersRow:
    """What has been answered so far; dimensions by their number as text, "" where nothing was."""

    seen: str = ""
    levels: dict[str, str] = field(default_factory=dict)
    level_words: dict[str, str] = field(default_factory=dict)
    quotes: dict[str, str] = field(default_factory=dict)
    moments: dict[str, str] = field(default_factory=dict)
    absences: dict[str, str] = field(default_factory=dict)
    """That it did not happen and in which stretch, as a sentence."""

    absent_from: dict[str, str] = field(default_factory=dict)
    absent_to: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    """What a dimension that was rated still lacks, as a sentence."""

    stop_signs: list[str] = field(default_factory=list)
    ticks: list[str] = field(default_factory=list)
    strengths: str = ""
    one_thing: str = ""
    purpose: str = ""
    purpose_reason: str = ""
    rated: int = 0
    """How many dimensions have been rated or marked as not observed."""
