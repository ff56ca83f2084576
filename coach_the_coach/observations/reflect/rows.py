"""What the one observed is shown while they rate themself: nothing here is the observer's."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment
from coach_the_coach.observations.rows import ChoiceRow


@dataclass(frozen=True)
class QuestionRow:
    """One dimension: what it asks, what each level looks like, and the own answer so far."""

    number: int = 0
    key: str = ""
    """The number as text, by which the page knows what was kept."""

    name: str = ""
    hint: str = ""
    choices: list[ChoiceRow] = field(default_factory=list)
    chosen: str = ""
    is_optional: bool = False
    """Whether it may stay without an answer, as what a training may do without."""


@dataclass(frozen=True)
class ReflectRow:
    """Which talk it was, and the own view of it so far."""

    public_id: str = ""
    observer: str = ""
    coached: str = ""
    purpose_word: str = ""
    held: Moment = field(default_factory=Moment)
    questions: list[QuestionRow] = field(default_factory=list)
    answered: int = 0
    needed: int = 0
    """How many have to be answered."""

    is_over: bool = False
    """Whether nothing is asked any more: it is finished, both views are open, nothing is rated."""

    corrected_by: str = ""
    """Public id of the version that has taken its place; empty while it holds."""
