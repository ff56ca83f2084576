"""What is shown of those who are put on a path."""

from dataclasses import dataclass, field

from coach_the_coach.shell.rows import PageRow


@dataclass(frozen=True)
class ChoiceLine:
    """Somebody who can be chosen, or was; `note` is why it would change nothing."""

    public_id: str
    name: str
    role: str = ""
    note: str = ""
    mark: str = "plain"


@dataclass(frozen=True)
class ChoiceRow:
    """One page of those who can be chosen."""

    lines: list[ChoiceLine] = field(default_factory=list)
    paging: PageRow = field(default_factory=PageRow)


@dataclass(frozen=True)
class GroupRow:
    """What becomes of so many of those who were named."""

    group: str
    word: str
    count: int
    words: str


@dataclass(frozen=True)
class PreviewRow:
    """What would be done: how many of each group, one page of one of them."""

    whom: str = ""
    """Those who are named, in words; empty where nobody is."""

    will: int = 0
    groups: list[GroupRow] = field(default_factory=list)
    group: str = ""
    lines: list[ChoiceLine] = field(default_factory=list)
    paging: PageRow = field(default_factory=PageRow)
    due_on: str = ""
    """The day as a form says it."""

    due_words: str = ""
