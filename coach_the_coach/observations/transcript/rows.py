"""What the page of a transcript is shown."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class SpeakerRow:
    """Somebody who speaks in the file, as the file writes the name, and how much they say."""

    value: str
    word: str
    meaning: str


@dataclass(frozen=True)
class TranscriptRow:
    """What was brought in, and how far it is coded.

    `stage` says what the page is for: "upload", "manager" (choose who it is), "code", or "deleted".
    """

    stage: str = "upload"
    file_name: str = ""
    turns: int = 0
    speakers: list[SpeakerRow] = field(default_factory=list)
    likely: str = ""
    """The speaker who bears the name of the one observed; empty for none."""
    manager: str = ""
    named: bool = True
    """Whether the file says of anybody who speaks."""
    names_known: bool = True
    """Whether the turns to code are the manager's alone; else the observer picks them out."""
    codable: int = 0
    """Turns to code: the manager's, or those of the runs."""
    coded: int = 0
    buttons: str = "nine"
    in_runs: bool = False
    """Whether only the runs drawn are coded."""
    can_draw: bool = False
    """Whether there are enough turns to draw runs from."""
    whole: int = 0
    """The manager's turns, whether they are to be coded or not."""
    margin: int = 0
    """By how many points the ask share may be off when the whole is coded."""
    margin_runs: int = 0
    """The same for runs."""
    pages: int = 0
    deletes: Moment = field(default_factory=Moment)
    deleted: Moment = field(default_factory=Moment)


@dataclass(frozen=True)
class TurnRow:
    """One turn; `key` is its index as text, `codable` whether it is a turn to code."""

    index: int = 0
    key: str = ""
    clock: str = ""
    speaker: str = ""
    text: str = ""
    codable: bool = False
    run: int = 0
    """The number of the run it begins, from 1; 0 for any other turn."""


@dataclass(frozen=True)
class TurnPage:
    """The turns of one page, with the one before it for what led up, and their codes by key."""

    number: int
    turns: list[TurnRow]
    codes: dict[str, str]


@dataclass(frozen=True)
class FocusRow:
    """The turn being coded, and what was said just before it."""

    index: int = 0
    key: str = ""
    clock: str = ""
    speaker: str = ""
    text: str = ""
    before_speaker: str = ""
    before: str = ""


@dataclass(frozen=True)
class CodedRow:
    """After a code was given or taken off: how many there are, and which turn wants one next.

    `next_index` is None when no later turn is without a code.
    """

    coded: int
    next_index: int | None = None
