"""What a coach is shown of their team, and both of a pilot."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class TierLine:
    """A rep of one's own and where they stand, as their coach said or as it is proposed."""

    public_id: str = ""
    name: str = ""
    tier: str = ""
    """The tier in force, as it is sent."""

    word: str = ""
    is_said: bool = False
    why: str = ""
    """Why they come first, in a few words; empty where they do not."""

    link: str = ""
    """Where a call with them is entered."""


@dataclass(frozen=True)
class TeamRow:
    """One's reps by name, and those with whom one plans first, in order."""

    reps: list[TierLine] = field(default_factory=list)
    first: list[TierLine] = field(default_factory=list)


@dataclass(frozen=True)
class PilotRow:
    """Thirty days with one rep, for the two."""

    public_id: str = ""
    """Empty where there is none."""

    name: str = ""
    """The other of the two."""

    is_mine: bool = False
    """Whether the reader coaches in it."""

    day: str = ""
    streak: str = ""
