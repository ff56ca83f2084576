"""The words of the rhythm: what is booked, what became of it, and why."""

from enum import StrEnum


class Booked(StrEnum):
    """What an appointment is for."""

    ONE_TO_ONE = "one-to-one"
    TEAM_PRACTICE = "team-practice"
    BLOCK = "block"
    """Protected time of the coach's own: for plans, debriefs and listening."""


class Status(StrEnum):
    """What became of an appointment."""

    BOOKED = "booked"
    HELD = "held"
    CANCELLED = "cancelled"
    REMOVED = "removed"
    """Taken out of the calendar: what is due stays due."""


class Move(StrEnum):
    """What was done to an appointment."""

    MOVED = "moved"
    SHORTENED = "shortened"
    CANCELLED = "cancelled"
    HELD = "held"
    MISSED = "missed"
    REMOVED = "removed"
    REOPENED = "reopened"


class Blocker(StrEnum):
    """What was in the way when a session was missed: four excuses, and two real barriers."""

    NO_TIME = "no-time"
    EXPERIENCED = "experienced"
    MICROMANAGE = "micromanage"
    FIGURE_OUT = "figure-out"
    UNCOMFORTABLE = "uncomfortable"
    WHAT_GOOD_IS = "what-good-is"


class CoachKind(StrEnum):
    """Who coaches a rep."""

    MANAGER = "manager"
    ENABLEMENT = "enablement"
    EXTERNAL = "external"


class Category(StrEnum):
    """Where a manager's time goes; the first three are the job."""

    COACHING = "coaching"
    TRAINING = "training"
    TEAM = "team"
    """Team meetings and reviews in which something is decided."""

    SELLING = "selling"
    """Customer calls taken over, deals of one's own."""

    REPORTS = "reports"
    MEETINGS = "meetings"
    CRM = "crm"
    """Updating fields, and other administration."""

    OTHER = "other"
