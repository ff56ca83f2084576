"""The secret address at which a calendar program reads somebody's sessions."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from coach_the_coach.foundation.table import Table


class CalendarFeed(Table, table=True):
    """One address of one person; only the digest of its secret is kept."""

    __reach__: ClassVar[str] = "person_id"
    __parts__: ClassVar[tuple[str, ...]] = ("person_id",)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    secret_digest: str = Field(max_length=64, unique=True)
    with_names: bool = False
    """Whether it says with whom; without, a calendar shown to others tells nothing."""

    made_at: datetime
    read_at: datetime | None = None
    revoked_at: datetime | None = None
