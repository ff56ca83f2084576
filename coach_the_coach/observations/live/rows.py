"""What the live screen is shown."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ClockRow:
    """The clock of an observation; instants are ISO 8601 in UTC, empty until they have happened."""

    started_at: str = ""
    stopped_at: str = ""
    now: str = ""


@dataclass(frozen=True)
class MarkRow:
    """One tap that counts, so that it can be changed or taken back on another device.

    `at` is ISO 8601 in UTC.
    """

    id: str
    code: str
    at: str


@dataclass(frozen=True)
class LiveRow:
    """Where a live observation stands, whichever device it was tapped on.

    `marks` are the last taps, oldest first; `asked` is the last stretch whose kind was given;
    `buttons` says with how many it is counted; `watched` is how long the clock has run, in words.
    """

    counts: dict[str, int] = field(default_factory=dict)
    clock: ClockRow = ClockRow()
    marks: list[MarkRow] = field(default_factory=list)
    asked: int = 0
    buttons: str = "nine"
    taps: int = 0
    watched: str = ""


@dataclass(frozen=True)
class HintRow:
    """What one dimension asks, to be looked up while watching."""

    name: str
    text: str


@dataclass(frozen=True)
class KeptRow:
    """What of a batch is in the database now, and what the counts come to with it."""

    kept: list[str]
    counts: dict[str, int]
    clock: ClockRow
