"""What the page of one plan shows.

Who may only know that it is there gets neither reasons nor with whom the session is.
"""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment
from coach_the_coach.observations.rows import ChoiceRow


@dataclass(frozen=True)
class PlannedRow:
    """That somebody is to be watched: by whom, when, and how far it has come."""

    public_id: str = ""
    observer: str = ""
    observed: str = ""
    observed_id: str = ""
    state_word: str = ""
    mark: str = "plain"
    starts: Moment = field(default_factory=Moment)


@dataclass(frozen=True)
class StepRow:
    """One step on the way: who did what, when and why."""

    who: str = ""
    what: str = ""
    when: Moment = field(default_factory=Moment)
    time: str = ""
    """The time it was about; empty where it was about none."""

    reason: str = ""


@dataclass(frozen=True)
class WatchRow:
    """The whole of it, for those who plan it."""

    planned: PlannedRow = field(default_factory=PlannedRow)
    part: str = ""
    """What the reader is: "observer", "observed" or "asker"."""

    state: str = ""
    asked_by: str = ""
    is_for_another: bool = False
    """Whether somebody else asked the observer."""

    aim_word: str = ""
    wanted_by: Moment = field(default_factory=Moment)
    other: str = ""
    """The other of the two; for whoever asked, the observer."""

    next_words: str = ""
    """What comes next, and whose turn it is, as a sentence for the reader."""

    coached_words: str = ""
    """What the one coached has to know, and who tells them; empty before there is one."""

    coached: str = ""
    coached_word: str = ""
    purpose_word: str = ""
    moves: list[str] = field(default_factory=list)
    """What the reader may do next."""

    is_agreed: bool = False
    is_over: bool = False
    """Whether the day has passed and nobody began."""

    has_begun: bool = False
    goes_on_at: str = ""
    """Where the observer goes on with what they have begun; empty for everybody else."""

    has_invitation: bool = False
    planned_sessions: list[ChoiceRow] = field(default_factory=list)
    people: list[ChoiceRow] = field(default_factory=list)
    zone: str = "UTC"
    least: str = ""
    """Now, as a browser writes it."""

    starts_local: str = ""
    is_light: bool = True
    last_buttons: str = ""
    must_practise: str = ""
    """What the reader has to practise before they watch for certification; empty for nothing."""

    double_words: str = ""
    """That two score the session, or how that is asked for; empty where neither is for them."""

    double_link: str = ""
    history: list[StepRow] = field(default_factory=list)
