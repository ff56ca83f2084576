"""Files that were checked or brought in, as the page shows them."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment
from coach_the_coach.imports.formats.people import PeopleFile
from coach_the_coach.imports.people.rows import Change, ImportReport


@dataclass(frozen=True)
class Figure:
    """How many people something concerns."""

    name: str
    number: str


@dataclass(frozen=True)
class Judged:
    """What a file would do, or what is wrong with it, as long as the organisation stays."""

    report: ImportReport | None = None
    problems: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class WaitingFile:
    """A file that waits to be brought in, read."""

    public_id: str
    people: PeopleFile


@dataclass(frozen=True)
class CheckRow:
    """A file that was checked: what it would do, or what is wrong; nothing when `id` is empty."""

    id: str = ""
    file_name: str = ""
    checked: Moment = field(default_factory=Moment)
    summary: str = ""
    figures: tuple[Figure, ...] = ()
    changes: tuple[Change, ...] = ()
    more: str = ""
    """How many changes are not listed, in words."""
    questions: tuple[str, ...] = ()
    """What is asked before it is brought in."""
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    waits: bool = False
    """Whether it can still be brought in."""
    is_done: bool = False
    """Whether it was brought in."""


@dataclass(frozen=True)
class PastImport:
    """A file that was brought in."""

    id: str
    file_name: str
    by: str
    summary: str
    when: Moment
