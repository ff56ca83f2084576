"""Rounds of practice: private to whoever practises."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field

from coach_the_coach.foundation.table import Table, public_id


class PracticeRound(Table, table=True):
    """One person's codes and levels of one invented conversation, and how many codes are shared."""

    __table_args__ = (Index("ix_practice_round_person", "person_id", "started_at"),)
    __parts__: ClassVar[tuple[str, ...]] = ("person_id",)

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    person_id: int = Field(foreign_key="person.id")
    conversation: str = Field(max_length=40)
    started_at: datetime
    finished_at: datetime | None = None
    codes: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """Code by number of the turn."""

    agreed: int | None = None
    turns: int | None = None
    levels: dict[str, int | None] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False, server_default="{}")
    )
    """Level by number of the dimension, 1..4 or None for not observed; one not given is not in it.
    """

    rated_at: datetime | None = None
    """When the levels were sent; None in a finished round is one of codes only, older than 0022."""

    compared_at: datetime | None = None
    """When its maker first opened the comparison."""


class PracticeOffer(Table, table=True):
    """That somebody does not want the practice that is offered at first."""

    __parts__: ClassVar[tuple[str, ...]] = ("person_id",)

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    declined_at: datetime
