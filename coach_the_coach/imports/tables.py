"""Files that were checked or brought in."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Column, LargeBinary
from sqlmodel import Field

from coach_the_coach.foundation.table import Table, public_id


class Import(Table, table=True):
    """A file, and what it did or would do; its content is kept only until it is brought in."""

    __reach__: ClassVar[str] = "actor_id"
    __parts__: ClassVar[tuple[str, ...]] = ("actor_id",)

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    actor_id: int = Field(foreign_key="person.id", index=True)
    file_name: str = Field(max_length=200)
    sha256: str = Field(max_length=64)
    checked_at: datetime
    brought_in_at: datetime | None = None
    waits: bool = False
    """Whether it can still be brought in."""
    report: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    problems: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    content: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
