"""What the page of the reasons shows."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class ReasonsRow:
    """The reasons in force, one in a field and empty fields after them; whose, and since when."""

    fields: list[str] = field(default_factory=list)
    is_own: bool = False
    by: str = ""
    since: Moment = field(default_factory=Moment)
