"""What a plan for a customer call and a debrief must hold, and which calls matter."""

from enum import StrEnum


class Tier(StrEnum):
    """Where a rep stands, as their coach says: who is planned and debriefed with."""

    NEW = "new"
    BUILDING = "building"
    SOLID = "solid"
    TOP = "top"
