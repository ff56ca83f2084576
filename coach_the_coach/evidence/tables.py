"""The ledger of what counts, and whose figures are to be made anew."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field

from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.foundation.table import Table, word

_COUNTS = text("withdrawn_at IS NULL")


class Evidence(Table, table=True):
    """One thing that counts for one person. Only its withdrawal is ever written to it."""

    __table_args__ = (
        Index(
            "uq_evidence_subject",
            "subject",
            "person_id",
            "kind",
            unique=True,
            sqlite_where=_COUNTS,
            postgresql_where=_COUNTS,
        ),
    )
    __reach__: ClassVar[str] = "person_id"
    __parts__: ClassVar[tuple[str, ...]] = ("person_id",)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: EvidenceKind = word(EvidenceKind)
    subject: str = Field(max_length=32)
    """The public id of what it rests on."""
    at: datetime
    """When what counts took place."""
    entered_at: datetime
    withdrawn_at: datetime | None = None
    reason: str = Field(default="", max_length=200)
    """Why it counts no longer; empty while it does."""


class Stale(Table, table=True):
    """A month of a person whose figures are older than what they are made of."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    month: date = Field(primary_key=True)
    since: datetime


class Behind(Table, table=True):
    """A person whose progress is older than the evidence that it is made of."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    since: datetime
