"""What the page of a certificate that may rest shows."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class ActRow:
    """What one of the two did."""

    name: str
    words: str
    when: Moment


@dataclass(frozen=True)
class SuspensionRow:
    """A certificate, and what is said about letting it rest; empty where nothing is."""

    award_id: str = ""
    holder: str = ""
    path: str = ""
    is_own: bool = False
    is_there: bool = False
    stands: str = ""
    ground: str = ""
    words: str = ""
    """Only for whoever may read what was seen; empty for others."""

    opened_by: str = ""
    opened: Moment = field(default_factory=Moment)
    ended: str = ""
    """Why it ended; empty while it goes on."""

    acts: list[ActRow] = field(default_factory=list)
    may_open: bool = False
    may_drop: bool = False
    may_confirm: bool = False
    may_end: bool = False
    why_not: str = ""
    """Why the reader cannot do what is to be done; empty where they can, or nothing is."""

    must_confirm_first: bool = False
