"""What the pages of a short look are shown."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment
from coach_the_coach.observations.rows import ChoiceRow


@dataclass(frozen=True)
class LookDimension:
    """One dimension that can be watched for, with its levels as they look."""

    number: int = 0
    key: str = ""
    """The number as text, by which the page knows what was chosen."""

    name: str = ""
    hint: str = ""
    choices: list[ChoiceRow] = field(default_factory=list)
    level: str = ""


@dataclass(frozen=True)
class LookFormRow:
    """A look that is being written: whom it is about, the form, and the answers so far."""

    public_id: str = ""
    observed: str = ""
    observed_id: str = ""
    first_name: str = ""
    coached_word: str = ""
    coached: list[ChoiceRow] = field(default_factory=list)
    with_whom: str = ""
    """Public id of the one coached; empty where it was not said."""

    dimensions: list[LookDimension] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    moment: str = ""
    to_try: str = ""
    zone: str = "UTC"


@dataclass(frozen=True)
class SeenLevel:
    """One dimension of a given look: the level in a word, and what it looks like."""

    name: str = ""
    word: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class LookRow:
    """A look that was given, as the two read it."""

    public_id: str = ""
    observer: str = ""
    observed: str = ""
    coached: str = ""
    is_mine: bool = False
    given: Moment = field(default_factory=Moment)
    read: Moment = field(default_factory=Moment)
    levels: list[SeenLevel] = field(default_factory=list)
    moment: str = ""
    to_try: str = ""


@dataclass(frozen=True)
class LookLine:
    """One given look in a list for the two: when, by whom of whom, and the thing to try."""

    public_id: str = ""
    link: str = ""
    observer: str = ""
    observed: str = ""
    is_mine: bool = False
    given: Moment = field(default_factory=Moment)
    dimensions: str = ""
    """The names of what was watched for, as one reads them."""

    to_try: str = ""
    is_read: bool = False
