"""What the list of calls shows, and what is known of calls without a word of them."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class CallLine:
    """One call in a list for those who may read it."""

    public_id: str = ""
    link: str = ""
    deal: str = ""
    other: str = ""
    """The other of the two; for whoever leads them, the rep."""

    when: Moment = field(default_factory=Moment)
    reason: str = ""
    """Why it is significant; empty where it is not."""

    state: str = ""
    mark: str = "plain"
    action: str = ""
    """What is to be done, as the word of a link; empty where there is nothing for the reader."""


@dataclass(frozen=True)
class OpenCalls:
    """Calls that are not over: to plan, planned and to come, to debrief."""

    to_plan: list[CallLine] = field(default_factory=list)
    planned: list[CallLine] = field(default_factory=list)
    to_debrief: list[CallLine] = field(default_factory=list)


@dataclass(frozen=True)
class CoverageRow:
    """How significant calls of a coach were planned and debriefed: counts, and no word of them."""

    name: str = ""
    whole: str = ""
    """All of them, as a sentence; empty without one."""

    by_tier: list[str] = field(default_factory=list)
    """One sentence for each tier that had any."""

    dropped: str = ""
    """How many significant calls were dropped; empty for none."""


@dataclass(frozen=True)
class CallsOf:
    """Somebody else's calls: counts for whoever may have them, lines for who leads directly."""

    name: str = ""
    coverage: CoverageRow = field(default_factory=CoverageRow)
    reads: bool = False
    lines: list[CallLine] = field(default_factory=list)
