"""What a page shows of the bank."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class QuestionRow:
    """One question: `instead` is what it stands in place of, `place` the name of its group."""

    key: str = ""
    text: str = ""
    instead: str = ""
    helps: str = ""
    place: str = ""


@dataclass(frozen=True)
class GroupRow:
    """The questions of one group."""

    key: str
    word: str
    questions: list[QuestionRow] = field(default_factory=list)


@dataclass(frozen=True)
class ShelfRow:
    """One shelf with its groups."""

    key: str
    word: str
    meaning: str
    groups: list[GroupRow] = field(default_factory=list)
