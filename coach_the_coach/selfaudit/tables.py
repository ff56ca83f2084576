"""The ten points as somebody answered them, about themself or about a manager they lead."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field

from coach_the_coach.foundation.table import Table, public_id


class SelfAudit(Table, table=True):
    """Ten answers of one person about one person for one quarter; final once sent."""

    __table_args__ = (Index("uq_self_audit_once", "about_id", "by_id", "quarter", unique=True),)
    __reach__: ClassVar[str] = "about_id"
    __parts__: ClassVar[tuple[str, ...]] = ("by_id",)

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    about_id: int = Field(foreign_key="person.id")
    by_id: int = Field(foreign_key="person.id", index=True)
    """Themself, or the leader who answers the same ten."""

    quarter: date
    """Its first day; until they are sent, that of the quarter in which they were begun."""

    begun_at: datetime
    sent_at: datetime | None = None
    talked_at: datetime | None = None
    """When the two talked through where they differ."""


class SelfAuditPoint(Table, table=True):
    """One answer with what the program had found for it at that moment."""

    __table_args__ = (CheckConstraint("point BETWEEN 1 AND 10", name="of_ten"),)

    self_audit_id: int = Field(foreign_key="self_audit.id", primary_key=True)
    point: int = Field(primary_key=True)
    yes: bool | None = None
    found: str = Field(default="", sa_type=Text)
    """In words; empty where the program cannot know."""

    supports: bool | None = None
    """Whether what was found bears a yes out; None where nothing of it is known."""

    note: str = Field(default="", max_length=300)
