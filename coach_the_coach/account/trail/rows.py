"""What a line of the audit log shows."""

from dataclasses import dataclass

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class EntryRow:
    """One entry: never a word of what it was done to."""

    who: str
    what: str
    """What was done, in words that follow a name."""
    about: str
    """Whom it concerns; empty for nobody in particular, and for the one who did it."""
    when: Moment
    mark: str = ""
    """That it was refused; empty for what was done."""
    thing: str = ""
    """Public id of what it was done to."""
    detail: str = ""
    """What else may be said of it."""
