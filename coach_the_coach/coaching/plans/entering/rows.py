"""What the page on which a call is entered offers."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Offered:
    """One thing to choose: what is sent, and the word shown."""

    value: str
    word: str
    meaning: str = ""


@dataclass(frozen=True)
class EntryRow:
    """Whose call it may be, for which reason, and the field's zone and first time."""

    public_id: str = ""
    """What the call will be called: entered twice it is one."""

    whose: list[Offered] = field(default_factory=list)
    chosen: str = ""
    reasons: list[Offered] = field(default_factory=list)
    zone: str = "UTC"
    begins: str = ""
    """The next half hour, as a browser writes it."""
