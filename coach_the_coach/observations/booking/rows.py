"""What the two are shown of the time for their talk."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class SlotRow:
    """One time proposed: what is sent, and how it is said."""

    value: str
    word: str
    meaning: str = ""


@dataclass(frozen=True)
class BookingRow:
    """The time of one talk, in the reader's own zone."""

    public_id: str = ""
    zone: str = "UTC"
    """The reader's time zone."""

    watches: bool = False
    """Whether the reader is the observer."""

    other: str = ""
    """The other of the two."""

    booked: Moment = field(default_factory=Moment)
    """When it is to take place; empty before it is booked."""

    is_late: bool = False
    """Whether that is later than proposed after the booking."""

    is_past: bool = False
    may_choose: bool = False
    """Whether the reader may choose a time now, or another."""

    slots: list[SlotRow] = field(default_factory=list)
    least: str = ""
    """Now, as a browser writes it: no earlier time can be chosen."""
