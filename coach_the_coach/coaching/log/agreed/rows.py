"""What the page of what was agreed with the reader is shown."""

from dataclasses import dataclass, field

from coach_the_coach.coaching.log.rows import CommitmentLine, LogPage
from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class AskedLine:
    """A next step of which the reader has not said yet whether they took it away so."""

    public_id: str = ""
    """The session's."""

    text: str = ""
    coach: str = ""
    owner: str = ""
    due: Moment = field(default_factory=Moment)
    day: Moment = field(default_factory=Moment)
    link: str = ""


@dataclass(frozen=True)
class AgreedRow:
    """What was agreed with the reader: what to answer, what is open, and the sessions."""

    asked: list[AskedLine] = field(default_factory=list)
    open: list[CommitmentLine] = field(default_factory=list)
    sessions: LogPage = field(default_factory=LogPage)
