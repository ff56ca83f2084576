"""What the page of decisions shows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OwnRow:
    """One path of the reader's own, and whether its decision can be asked for."""

    enrolment_id: str
    path: str
    stands: str
    mark: str
    may_ask: bool
    why_not: str
    """Why it cannot be asked for; empty where it can."""

    link: str
    """The decision that is asked for, or was made last; empty for none."""

    told: str = ""
    """What came of the last one; empty for none."""
