"""What the page of booking shows."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ChoiceRow:
    """One thing to choose."""

    value: str = ""
    word: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class ProposedRow:
    """One series that is proposed."""

    name: str = ""
    when: str = ""


@dataclass(frozen=True)
class SeriesRow:
    """One series that runs."""

    public_id: str = ""
    name: str = ""
    when: str = ""
    until: str = ""


@dataclass(frozen=True)
class BookingRow:
    """What the form begins with, and what is proposed for the team."""

    who: list[ChoiceRow] = field(default_factory=list)
    starts: str = ""
    least: str = ""
    until: str = ""
    minutes: str = "30"
    every: str = "1"
    proposed: list[ProposedRow] = field(default_factory=list)
    without: str = ""
    """For how many no free hour was found, in words; empty for nobody."""

    running: list[SeriesRow] = field(default_factory=list)
