"""How many people make a pulse, as the page shows it."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class MinimumRow:
    """How many there must be, who said so and when; nobody where it is as proposed."""

    people: int = 0
    is_own: bool = False
    by: str = ""
    since: Moment = field(default_factory=Moment)
    from_month: str = ""
    """The month from which it holds, where until then more are needed; else empty."""

    before: int = 0
