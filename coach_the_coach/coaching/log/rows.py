"""What the pages of the coaching log are shown."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment
from coach_the_coach.shell.rows import PageRow


@dataclass(frozen=True)
class ChoiceRow:
    """One thing to choose: what is sent, the word shown, and what it means."""

    value: str = ""
    word: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class EntryLine:
    """One session in a list, for whoever may read its words."""

    public_id: str = ""
    link: str = ""
    title: str = ""
    coach: str = ""
    coached: str = ""
    """With whom; the team in words where it was with all of them."""

    day: Moment = field(default_factory=Moment)
    minutes: str = ""
    focus: str = ""
    next_step: str = ""
    missing: str = ""
    """What it does not say, as a sentence; empty where it says all."""


@dataclass(frozen=True)
class LogPage:
    """A page of a list of sessions, newest first."""

    lines: list[EntryLine] = field(default_factory=list)
    paging: PageRow = field(default_factory=PageRow)


@dataclass(frozen=True)
class CommitmentLine:
    """A next step that is open: whose it is, by when, and where it was agreed."""

    public_id: str = ""
    text: str = ""
    deal: str = ""
    with_whom: str = ""
    """The other of the two."""

    owner: str = ""
    """Whose it is, in words to the reader."""

    due: Moment = field(default_factory=Moment)
    is_overdue: bool = False
    link: str = ""
    field: str = ""
    """The name under which the form asks what became of it."""


@dataclass(frozen=True)
class TeamLine:
    """Somebody of the team: when the coach last had a session with them, and what is open."""

    public_id: str = ""
    name: str = ""
    title: str = ""
    last: Moment = field(default_factory=Moment)
    new_link: str = ""
    moment_link: str = ""
    filter_link: str = ""
    open: list[CommitmentLine] = field(default_factory=list)


@dataclass(frozen=True)
class CommitmentRow:
    """A next step as a session's page shows it."""

    public_id: str = ""
    text: str = ""
    owner: str = ""
    due: Moment = field(default_factory=Moment)
    is_open: bool = False
    is_overdue: bool = False
    outcome: str = ""
    """What became of it, in a word; empty while it is open."""

    mark: str = "plain"


@dataclass(frozen=True)
class EntryRow:
    """One session with its words: for the two and the direct leader. No answer is in it."""

    public_id: str = ""
    part: str = ""
    """Who reads: "coach", "coached" or "leader"."""

    title: str = ""
    coach: str = ""
    coached: str = ""
    coached_id: str = ""
    day: Moment = field(default_factory=Moment)
    minutes: str = ""
    kinds: str = ""
    purpose: str = ""
    planned: str = ""
    skill: str = ""
    """The skill of the cycle it was on; empty for none."""

    focus: str = ""
    moment: str = ""
    feedback: str = ""
    deal: str = ""
    step: CommitmentRow = field(default_factory=CommitmentRow)
    missing: str = ""
    is_specific: bool = True
    logged: Moment = field(default_factory=Moment)
    changed: Moment = field(default_factory=Moment)
    withdrawn: Moment = field(default_factory=Moment)
    why_withdrawn: str = ""
    may_correct: bool = False
    may_withdraw: bool = False
    may_close: bool = False
    correct_link: str = ""


@dataclass(frozen=True)
class AnswerRow:
    """What the one coached said of the next step: for the two alone."""

    is_asked: bool = False
    """Whether there is a next step to say it of."""

    is_mine: bool = False
    """Whether the reader is the one who says it."""

    answer: str = ""
    """As it is sent; empty where nothing was said yet."""

    words: str = ""
    """For the reader, as a sentence; empty where nothing was said yet."""

    given: Moment = field(default_factory=Moment)


@dataclass(frozen=True)
class CountsRow:
    """How often and how long somebody coached of late, without a word or a name of it."""

    public_id: str = ""
    coach: str = ""
    first: Moment = field(default_factory=Moment)
    last: Moment = field(default_factory=Moment)
    days: int = 0
    sessions: int = 0
    complete: int = 0
    specific: int = 0
    planned: int = 0
    listened: int = 0
    """How many calls of a customer they listened to."""
    minutes: int = 0
    coached: int = 0
    """With how many people."""
