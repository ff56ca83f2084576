"""What the pages of the ten points show."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class PointRow:
    """One point: what it says, what the program found, and what was answered so far."""

    point: int = 0
    text: str = ""
    found: str = ""
    stands: str = ""
    """How what was found stands to a yes, in words; empty where the program cannot know."""
    mark: str = "plain"
    answer: str = ""
    """`yes`, `no`, or empty."""
    note: str = ""


@dataclass(frozen=True)
class DifferenceRow:
    """A point on which the two said something else."""

    point: int
    text: str
    own: str
    other: str


@dataclass(frozen=True)
class AuditRow:
    """The ten points of one quarter, as one of the two answers them."""

    public_id: str = ""
    """Empty before they are begun."""
    about_id: str = ""
    name: str = ""
    is_own: bool = True
    whose: str = ""
    """Of whom the points speak, for whoever answers about another; empty for one's own."""
    quarter: str = ""
    points: list[PointRow] = field(default_factory=list)
    gaps: list[PointRow] = field(default_factory=list)
    """Of those that were sent: with No, and with a yes that the program counts otherwise."""
    left: str = ""
    """How many are still open, in words; empty for none."""
    until: str = ""
    """The last day on which those of last quarter can be sent; empty for those of this one."""
    sent: Moment = field(default_factory=Moment)
    yeses: str = ""
    """How many were answered with yes, in words; empty before they are sent."""
    verdict: str = ""
    """What they come to; empty before they are sent, and where it is not shown yet."""
    stated: str = ""
    """For how many of the yeses the program found nothing either way; empty for none."""


@dataclass(frozen=True)
class ComparedRow:
    """How the two differ; `waits_for` says who has not answered while one of them has not."""

    waits_for: str = ""
    is_over: bool = False
    """Whether it is too late to answer those of that quarter."""

    differences: list[DifferenceRow] = field(default_factory=list)
    same: str = ""
    audit_id: str = ""
    """The manager's own, on which it is noted that the two talked."""
    talked: Moment = field(default_factory=Moment)


@dataclass(frozen=True)
class AskedRow:
    """Somebody the reader leads, and how far the ten points are this quarter."""

    public_id: str
    name: str
    own: str
    mine: str
    action: str
