"""What is shown of the ONE thing that an observer and somebody observed follow."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class SeenRow:
    """Whether it was seen in one session."""

    held: Moment = field(default_factory=Moment)
    word: str = ""


@dataclass(frozen=True)
class FocusRow:
    """The ONE thing in force between two people; without a text there is none."""

    text: str = ""
    promised: str = ""
    watch_again: Moment = field(default_factory=Moment)
    since: Moment = field(default_factory=Moment)
    set_in: str = ""
    """Public id of the observation in whose talk it was first set."""

    answers: list[SeenRow] = field(default_factory=list)
    """Whether it was seen since, session by session in their order."""

    times_seen: int = 0
    is_learned: bool = False
