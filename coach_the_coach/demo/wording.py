"""The invented words of observers and managers, read from `words/observers.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

WORDS: Final = Path(__file__).parent / "words"
"""Where lists of words lie."""

_content: Final[dict[str, Any]] = tomllib.loads((WORDS / "observers.toml").read_text("utf-8"))

Words = Mapping[int, Sequence[str]]


def words_in(name: str) -> tuple[str, ...]:
    """The words of a list of them, in its order."""
    return tuple((WORDS / name).read_text("utf-8").split())


def one_of(luck: Random, texts: Sequence[str], rep: str) -> str:
    """One of `texts`, with the name of the one coached filled in."""
    return luck.choice(texts).replace("{rep}", rep)


def _by_dimension(key: str) -> Words:
    return {int(number): texts for number, texts in _content[key].items()}


QUOTES_LOW: Final = _by_dimension("quotes_low")
"""What was said where a one was given."""

QUOTES_HIGH: Final = _by_dimension("quotes_high")
"""What was said where a four was given."""

STRENGTHS: Final = _by_dimension("strengths")
"""What went well, for the dimension that was strongest."""

ONE_THING: Final = _by_dimension("one_thing")
"""The one thing to work on, for the dimension that was lowest."""

AGREED: Final = _by_dimension("agreed")
"""What was agreed until watching again, for the dimension that was lowest."""

NOTES: Final[Sequence[str]] = _content["notes"]
"""What an observer jots down while watching, from the beginning of a session to its end."""

ANSWERS: Final[Sequence[str]] = _content["answers"]
"""What managers answer."""

INTENDED: Final[Sequence[str]] = _content["intended"]
"""What managers say they wanted, when they talk it over."""

NOTICED: Final[Sequence[str]] = _content["noticed"]
"""What they noticed in the one they coached."""

WOULD_TRY: Final[Sequence[str]] = _content["would_try"]
"""What they would try next."""

AMEND_REASON: Final[str] = _content["amend_reason"]
"""Why the corrected observation was corrected."""

LOOKS: Final[Sequence[Mapping[str, str]]] = _content["looks"]
"""The moment and the thing to try of each short look."""
