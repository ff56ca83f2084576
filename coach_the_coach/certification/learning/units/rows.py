"""What the list of units shows."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class UnitLine:
    """One unit, or the exam, with how far one has come."""

    key: str = ""
    link: str = ""
    title: str = ""
    about: str = ""
    minutes: str = ""
    read: str = ""
    """When it was read, in words; empty for not yet."""

    passed: str = ""
    """When its questions were passed first, in words; empty for not yet."""

    used: str = ""
    """When it was used, in words; empty for not yet, and where its session was withdrawn."""


@dataclass(frozen=True)
class LearnRow:
    """Six units, the exam, and the one next step."""

    units: list[UnitLine] = field(default_factory=list)
    exam: UnitLine = field(default_factory=UnitLine)
    next_text: str = ""
    """What is next, as a sentence; empty where everything is done."""

    next_action: str = ""
    next_link: str = ""
