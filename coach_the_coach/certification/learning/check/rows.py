"""What somebody is shown of a check; which answer is right is in `AnsweredRow` alone."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class OptionRow:
    """One answer to choose."""

    value: str = ""
    word: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class QuestionRow:
    """One question that is being answered; nothing of what is right."""

    key: str = ""
    number: int = 0
    text: str = ""
    options: list[OptionRow] = field(default_factory=list)
    given: str = ""
    """The answer given so far; empty for none."""


@dataclass(frozen=True)
class TurnRow:
    """What one of two says."""

    speaker: str = ""
    text: str = ""


@dataclass(frozen=True)
class ReasonRow:
    """Another answer, and why it is not the best."""

    text: str = ""
    why: str = ""


@dataclass(frozen=True)
class AnsweredRow:
    """One question of a try that was sent, with the answer given and its reason.

    The right answer and those of the others are named once the check was passed.
    """

    number: int = 0
    text: str = ""
    given: str = ""
    is_right: bool = False
    why: str = ""
    right: str = ""
    """The right answer, where another was given and the check was passed; else empty."""

    right_why: str = ""
    others: list[ReasonRow] = field(default_factory=list)


@dataclass(frozen=True)
class GroupRow:
    """Questions that belong together: those of one case, or all of a unit."""

    title: str = ""
    about: str = ""
    turns: list[TurnRow] = field(default_factory=list)
    questions: list[QuestionRow] = field(default_factory=list)
    answered: list[AnsweredRow] = field(default_factory=list)


@dataclass(frozen=True)
class CheckRow:
    """Where one stands with a unit's questions or the exam."""

    bank: str = ""
    stage: str = ""
    """Empty while it loads; else "new", "open" or "sent"."""

    asked: int = 0
    """How many questions there are."""

    needed: int = 0
    """How many right answers pass."""

    try_id: str = ""
    left: str = ""
    """How many questions are open, in words; empty for none."""

    groups: list[GroupRow] = field(default_factory=list)
    result: str = ""
    """How many were right in the try shown, in words."""

    is_passed: bool = False
    """Whether the try shown was."""

    sent: Moment = field(default_factory=Moment)
    has_passed: bool = False
    """Whether any try was."""

    waits: Moment = field(default_factory=Moment)
    """From when on another try may begin; empty where one may begin now."""
