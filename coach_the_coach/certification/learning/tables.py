"""What somebody answered, and where they used what they read; the answers are theirs alone."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field

from coach_the_coach.foundation.table import Table, public_id

_OPEN = text("finished_at IS NULL")


class KnowledgeTry(Table, table=True):
    """One try of a unit's questions or of the exam. Frozen by triggers once it is finished."""

    __table_args__ = (
        Index("ix_knowledge_try_person", "person_id", "bank", "finished_at"),
        Index(
            "uq_knowledge_try_open",
            "person_id",
            "bank",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )
    __parts__: ClassVar[tuple[str, ...]] = ("person_id",)

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    person_id: int = Field(foreign_key="person.id")
    bank: str = Field(max_length=40)
    """The key of a unit, or that of the exam."""

    seed: int
    """What the order of questions and answers was drawn with."""

    begun_at: datetime
    finished_at: datetime | None = None
    answers: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """Key of the answer by key of the question."""

    right: int | None = None
    """How many were right; None until it is finished."""

    asked: int | None = None


class UnitUse(Table, table=True):
    """That somebody read a unit, and the session in which they did something of it."""

    __table_args__ = (UniqueConstraint("person_id", "unit"),)
    __parts__: ClassVar[tuple[str, ...]] = ("person_id",)

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    person_id: int = Field(foreign_key="person.id")
    unit: str = Field(max_length=40)
    read_at: datetime
    read_on: date
    """Its day where the reader is: a use is on that day or later."""

    used_at: datetime | None = None
    log_entry_id: int | None = Field(default=None, foreign_key="log_entry.id", index=True)
    """The session in which it was used; None as long as it was not."""

    words: str = Field(default="", max_length=300)
    """What they did differently, in their own words."""
