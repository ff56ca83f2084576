"""Rules of interruption: a version is written by the coach and signed by their leader."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, Text
from sqlmodel import Field

from coach_the_coach.foundation.table import Table, public_id


class InterruptionContract(Table, table=True):
    """One version; the newest signed one holds. A signed one stays as it is."""

    __table_args__ = (Index("ix_interruption_contract_coach", "coach_id", "signed_at"),)
    __reach__: ClassVar[str] = "coach_id"
    __parts__: ClassVar[tuple[str, ...]] = ("coach_id", "signed_by_id")

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    coach_id: int = Field(foreign_key="person.id")
    text: str = Field(sa_type=Text)
    reasons: str = Field(sa_type=Text)
    """For what a session may move, one reason in a line."""

    within_days: int
    """Within how many working days it then takes place."""

    written_at: datetime
    offered_at: datetime | None = None
    returned_at: datetime | None = None
    returned_why: str = Field(default="", max_length=300)
    signed_at: datetime | None = None
    signed_by_id: int | None = Field(default=None, foreign_key="person.id")
