"""What several pages of deciding show."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ChoiceRow:
    """Somebody who can be named."""

    value: str
    word: str
    meaning: str = ""
