"""Certificates as they were granted."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field

from coach_the_coach.foundation.table import Table, public_id


class Award(Table, table=True):
    """One certificate of one person on one path; frozen but for its revocation and its rest."""

    __table_args__ = (Index("ix_award_person", "person_id", "path_key"),)
    __reach__: ClassVar[str] = "person_id"
    __parts__: ClassVar[tuple[str, ...]] = ("person_id",)

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    person_id: int = Field(foreign_key="person.id")
    path_key: str = Field(max_length=40)
    path_title: str = Field(max_length=60)
    level: int
    version: int
    awarded_at: datetime
    valid_from: date
    valid_until: date | None = None
    kind: str = Field(max_length=24)
    """`first`, `recertify` or `restart`."""

    criteria: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    evidence: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    signed_by: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    revoked_at: datetime | None = None
    revoke_reason: str = Field(default="", max_length=200)
    suspended_at: datetime | None = None
    status_index: int = Field(unique=True)
