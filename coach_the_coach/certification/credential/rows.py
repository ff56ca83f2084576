"""What is shown of awards to those who may know of them."""

from dataclasses import dataclass

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class AwardRow:
    """That somebody is certified, and until when."""

    public_id: str = ""
    name: str = ""
    path: str = ""
    level: str = ""
    awarded: Moment = Moment()
    until: Moment = Moment()
    """Its last day; empty for one without an end."""
    stands: str = ""
    mark: str = "plain"
