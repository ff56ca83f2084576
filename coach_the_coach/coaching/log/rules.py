"""What a session in the log must hold, and what it counts for."""

from enum import StrEnum


class Answer(StrEnum):
    """What the one coached says of the next step."""

    TAKEN = "taken"
    """"Yes, that is what I took away."""

    NOT_QUITE = "not-quite"


class Outcome(StrEnum):
    """What became of a commitment."""

    KEPT = "kept"
    NOT_KEPT = "not-kept"
    CHANGED = "changed"
    """Another one took its place."""
