"""What the page of one path shows."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class ChoiceRow:
    """One thing to choose."""

    value: str
    word: str


@dataclass(frozen=True)
class FieldRow:
    """One field: its name, what it is called, and what is in it."""

    name: str
    label: str
    kind: str
    """`number`, `check`, `path`, `text` or, of several lines, `long`."""

    value: str = ""
    hint: str = ""


@dataclass(frozen=True)
class PartRow:
    """One requirement as it is changed."""

    uid: int
    name: str
    """What its type is called."""

    sentence: str = ""
    """What it asks as it is typed; empty where something is wrong with it."""

    fields: list[FieldRow] = field(default_factory=list)
    is_first: bool = False
    is_last: bool = False


@dataclass(frozen=True)
class ListRow:
    """One of the two lists of a path."""

    title: str = ""
    about: str = ""
    parts: list[PartRow] = field(default_factory=list)


@dataclass(frozen=True)
class FormRow:
    """A path as it is changed."""

    words: list[FieldRow] = field(default_factory=list)
    numbers: list[FieldRow] = field(default_factory=list)
    audience: str = ""
    expiry: str = ""
    renewed_by: str = ""
    is_licence: bool = False
    seats: list[str] = field(default_factory=list)
    requirements: ListRow = field(default_factory=ListRow)
    recertify: ListRow = field(default_factory=ListRow)


@dataclass(frozen=True)
class VersionRow:
    """One version as it was published."""

    number: int
    word: str
    when: Moment
    by: str
    reason: str
    people: str
    changes: list[str] = field(default_factory=list)
    """What is another than in the version before."""

    asks: list[str] = field(default_factory=list)
    renewing: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class TriedLine:
    """One thing asked: how many meet it, and how many would; empty where it is not asked."""

    sentence: str
    now: str
    then: str


@dataclass(frozen=True)
class TriedGroup:
    """Those of whom the same is asked, counted."""

    title: str
    words: str
    lines: list[TriedLine] = field(default_factory=list)


@dataclass(frozen=True)
class TriedRow:
    """What a change would do; `groups` is empty where nobody is on the path."""

    is_done: bool = False
    changes: list[str] = field(default_factory=list)
    groups: list[TriedGroup] = field(default_factory=list)
    lapsed: str = ""
    """That some are counted nowhere, for their certificate has lapsed; else empty."""


@dataclass(frozen=True)
class PathRow:
    """One path: which it is, its versions, and the others there are."""

    key: str = ""
    title: str = ""
    opened: int = 0
    """The version that is changed; 0 for a new path."""

    versions: list[VersionRow] = field(default_factory=list)
    """The newest first."""

    others: list[ChoiceRow] = field(default_factory=list)
    """Every path there is, to be chosen."""
