"""What a cycle and an action plan must hold."""

from enum import StrEnum


class Side(StrEnum):
    """In which capacity somebody reviews and signs an action plan."""

    MANAGER = "manager"
    LEADER = "leader"
