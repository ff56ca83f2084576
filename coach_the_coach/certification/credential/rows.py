"""What is shown of awards to those who may know of them."""

from dataclasses import dataclass
from typing import Final

from coach_the_coach.foundation.when import Moment

NO_MOMENT: Final = Moment()
"""What there is no instant or day of."""


@dataclass(frozen=True)
class AwardRow:
    """That somebody is certified, and until when."""

    public_id: str = ""
    name: str = ""
    path: str = ""
    level: str = ""
    awarded: Moment = NO_MOMENT
    until: Moment = NO_MOMENT
    """Its last day; empty for one without an end."""
    stands: str = ""
    mark: str = "plain"
