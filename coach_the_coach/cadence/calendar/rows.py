"""What the page of one's calendar shows."""

from dataclasses import dataclass, field
from datetime import datetime

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class OpenFeed:
    """An address that works, and whose it is."""

    feed_id: int
    person_id: int
    with_names: bool
    read_at: datetime | None
    """When it was last noted that a calendar program has looked."""


@dataclass(frozen=True)
class FeedRow:
    """The address that is in use, without its secret."""

    is_there: bool
    with_names: bool
    made: Moment
    read: Moment
    """When a calendar program last looked; empty for never."""

    coaches: bool
    """Whether there is something to bring in."""


@dataclass(frozen=True)
class ChoiceRow:
    """One person, or what else new times can be for."""

    value: str = ""
    word: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class GroupRow:
    """New times of one event or series in the file."""

    name: str = ""
    """Its field in the form."""

    title: str = ""
    when: str = ""
    chosen: str = ""
    """Whom it is with, as far as the file says it; empty to leave it out."""


@dataclass(frozen=True)
class BroughtRow:
    """What a file would change."""

    stage: str = ""
    """Empty for no file; else "problem" or "found"."""

    problem: str = ""
    moved: list[str] = field(default_factory=list)
    shortened: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    groups: list[GroupRow] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    people: list[ChoiceRow] = field(default_factory=list)
    reasons: list[ChoiceRow] = field(default_factory=list)
    same: str = ""
    """How many are as they are known, as a sentence; empty for none."""

    older: str = ""
    """How many the file has in an older version, as a sentence; empty for none."""
