"""What one takes part in, as a list shows it."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class OwnLine:
    """One plan of the reader's: who watches whom, when, and how it stands."""

    link: str = ""
    words: str = ""
    state_word: str = ""
    mark: str = "plain"
    starts: Moment = field(default_factory=Moment)
    is_mine_next: bool = False
    """Whether the reader is the one to go on."""
