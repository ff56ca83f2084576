"""What the reader of an observation is shown of its handing over."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class HandingRow:
    """What the two chose in their talk, and where it stands.

    Whoever else reads the observation sees what its observer wrote, and nothing of the talk.
    """

    stands: str = ""
    """Where the talk stands, in a few words; empty for who is not one of the two."""

    mark: str = "plain"
    action: str = ""
    link: str = ""
    one_thing: str = ""
    note: str = ""
    """Whose suggestion it is, as long as the two have not chosen; empty once they have."""

    agreed: str = ""
    watch_again: Moment = field(default_factory=Moment)
