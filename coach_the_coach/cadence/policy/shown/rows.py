"""A coach's rhythm, as others read it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class RhythmLine:
    """With whom which rhythm, and why it is another than the house's."""

    name: str = ""
    rhythm: str = ""
    is_own: bool = False
    reason: str = ""


@dataclass(frozen=True)
class CoachRhythmRow:
    """The rhythm of a coach: with everybody for the direct leader, with oneself for a rep."""

    coach: str = ""
    contract: str = ""
    """Where the coach's rules of interruption are."""

    is_leader: bool = False
    house: str = ""
    lines: list[RhythmLine] = field(default_factory=list)
    hours: str = ""
    """What it comes to, for the leader alone."""

    band: str = ""
