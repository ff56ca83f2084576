"""Two weeks of somebody's time, and what they will drop."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field

from coach_the_coach.cadence.rules import Category
from coach_the_coach.foundation.table import Table, public_id, word


class TimeAudit(Table, table=True):
    """Ten working days that somebody notes."""

    __table_args__ = (Index("ix_time_audit_person", "person_id", "starts_on"),)
    __reach__: ClassVar[str] = "person_id"
    __parts__: ClassVar[tuple[str, ...]] = ("person_id",)

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    person_id: int = Field(foreign_key="person.id")
    starts_on: date
    closed_at: datetime | None = None
    drops: str = Field(default="", sa_type=Text)
    """What they will drop or hand on, one thing in a line."""

    agreed_by_id: int | None = Field(default=None, foreign_key="person.id")
    agreed_at: datetime | None = None


class TimeSlot(Table, table=True):
    """Minutes of one day that went to one category."""

    __table_args__ = (CheckConstraint("minutes BETWEEN 0 AND 960", name="of_a_day"),)

    time_audit_id: int = Field(foreign_key="time_audit.id", primary_key=True)
    day: date = Field(primary_key=True)
    category: Category = word(Category, primary_key=True)
    minutes: int
    from_calendar: bool = False
    last_tap: str = Field(default="", max_length=32)
    """Of the last tap, by the browser: one that is sent twice counts once."""
