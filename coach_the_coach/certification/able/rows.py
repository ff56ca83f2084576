"""What is shown of whether a path can be finished."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class PartRow:
    """One part, and whether there is somebody for it."""

    part: str
    word: str
    mark: str
    words: str


@dataclass(frozen=True)
class AbleRow:
    """Whether a path can be finished by so many; empty where nobody was asked about."""

    verdict: str = ""
    about: str = ""
    """Of how many it is said."""

    parts: list[PartRow] = field(default_factory=list)


@dataclass(frozen=True)
class SmallRow:
    """Whether the small-company way is on, who set it and when, and whether the reader may."""

    is_on: bool = False
    set_words: str = ""
    may_set: bool = False


@dataclass(frozen=True)
class PathOption:
    """A path to choose: its key, its title, and what it is for."""

    value: str
    word: str
    meaning: str = ""
