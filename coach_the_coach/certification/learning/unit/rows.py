"""What the page of one unit shows."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class SectionRow:
    """A part of the page."""

    heading: str = ""
    text: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class SaidRow:
    """A turn of the example."""

    speaker: str = ""
    text: str = ""


@dataclass(frozen=True)
class PairRow:
    """What one is tempted to say, and what to try instead."""

    instead: str = ""
    to_try: str = ""


@dataclass(frozen=True)
class SourceRow:
    """Where something comes from, with what kind of statement it is."""

    mark: str = ""
    text: str = ""


@dataclass(frozen=True)
class UnitRow:
    """One unit to be read."""

    key: str = ""
    title: str = ""
    about: str = ""
    minutes: str = ""
    lead: str = ""
    sections: list[SectionRow] = field(default_factory=list)
    example_about: str = ""
    example: list[SaidRow] = field(default_factory=list)
    example_after: str = ""
    pairs: list[PairRow] = field(default_factory=list)
    week: str = ""
    sources: list[SourceRow] = field(default_factory=list)


@dataclass(frozen=True)
class EntryChoice:
    """A session of the log to choose."""

    value: str = ""
    word: str = ""


@dataclass(frozen=True)
class UseRow:
    """Where a unit was used, or what it could be used in."""

    is_read: bool = False
    read: Moment = field(default_factory=Moment)
    is_used: bool = False
    """Whether a session was named that still stands."""

    was_withdrawn: bool = False
    """Whether one was named that no longer does."""

    used: Moment = field(default_factory=Moment)
    session: str = ""
    """The session named, in words."""

    link: str = ""
    words: str = ""
    sessions: list[EntryChoice] = field(default_factory=list)
    """One's own sessions since it was read, newest first."""
