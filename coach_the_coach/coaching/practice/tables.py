"""Practice of a team: the hard moment, and each round of attempt, debrief and another attempt."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from coach_the_coach.foundation.table import Table, public_id


class TeamPractice(Table, table=True):
    """One practice that a coach led; its minutes are in the log."""

    __table_args__ = (Index("ix_team_practice_coach", "coach_id", "held_on"),)
    __reach__: ClassVar[str] = "coach_id"
    __parts__: ClassVar[tuple[str, ...]] = ("coach_id",)

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    coach_id: int = Field(foreign_key="person.id")
    log_entry_id: int | None = Field(default=None, foreign_key="log_entry.id", unique=True)
    """Its place in the log; None until it was closed."""

    moment: str = Field(max_length=40)
    """The key of the hard moment."""

    begun_at: datetime
    held_on: date
    closed_at: datetime | None = None


class PracticeTurn(Table, table=True):
    """One rep's round: an attempt, what was said of it, and the attempt after that."""

    __table_args__ = (CheckConstraint("NOT retried OR debrief <> ''", name="debrief_first"),)
    __reach__: ClassVar[str] = "rep_id"
    __parts__: ClassVar[tuple[str, ...]] = ("rep_id",)

    id: int | None = Field(default=None, primary_key=True)
    team_practice_id: int = Field(foreign_key="team_practice.id", index=True)
    rep_id: int = Field(foreign_key="person.id", index=True)
    attempted_at: datetime
    debrief: str = Field(default="", max_length=300)
    """The one thing to do differently, the rep's own word first."""

    retried: bool = False
