"""What was said to whom."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from coach_the_coach.foundation.table import Table, public_id


class Notice(Table, table=True):
    """One sentence for one person, and the address it is about; never a word of assessment."""

    __table_args__ = (Index("ix_notice_person", "person_id", "read_at", "at"),)
    __reach__: ClassVar[str] = "person_id"
    __parts__: ClassVar[tuple[str, ...]] = ("person_id",)

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    person_id: int = Field(foreign_key="person.id")
    text: str = Field(max_length=300)
    link: str = Field(default="", max_length=200)
    at: datetime
    read_at: datetime | None = None
