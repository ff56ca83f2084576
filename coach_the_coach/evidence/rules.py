"""What can count as evidence."""

from enum import StrEnum


class EvidenceKind(StrEnum):
    """What a piece of evidence is of."""

    OBSERVATION = "observation"
    LOG = "log"
    """A coaching session in the log, with all that a session needs."""

    PLAN = "plan"
    """A customer call that was planned with the rep."""

    DEBRIEF = "debrief"
    """A customer call that both looked back on."""

    CYCLE = "cycle"
    """A developmental cycle that was closed with what showed it."""

    ACTION_PLAN = "action-plan"
    """An action plan that coach and leader have signed."""

    PRACTICE = "practice"
    """A practice of a team that was held."""

    CONTRACT = "contract"
    """Rules of interruption that the leader has signed."""

    BOOKED = "booked"
    """A series of sessions booked ahead."""

    TIME_AUDIT = "time-audit"
    """Two weeks of time, noted."""

    SELF_AUDIT = "self-audit"
    """The ten points, answered."""

    AWARD = "award"
    """A certificate that was awarded."""
