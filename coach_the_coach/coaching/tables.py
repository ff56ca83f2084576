"""Coaching sessions: who coached whom, when, and what for; and what mix of kinds is wanted."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from coach_the_coach.coaching.rules import Kind, Purpose
from coach_the_coach.foundation.table import Table, public_id, word


class CoachingSession(Table, table=True):
    """One talk of a coach with the coached: a manager with a rep, or a leader with a manager."""

    __table_args__ = (
        Index("ix_coaching_session_coach", "coach_id", "held_at"),
        CheckConstraint("coach_id <> coached_id", name="two_people"),
    )
    __reach__: ClassVar[str] = "coach_id"
    __parts__: ClassVar[tuple[str, ...]] = ("coach_id", "coached_id")

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    coach_id: int = Field(foreign_key="person.id")
    coached_id: int = Field(foreign_key="person.id", index=True)
    purpose: Purpose = word(Purpose)
    planned: bool
    held_at: datetime


class KindAim(Table, table=True):
    """The share wanted of one kind of talk, where the organisation has set its own."""

    kind: Kind = word(Kind, primary_key=True)
    at_least: int | None = None
    """In per cent, 0..100; None is no limit on this side."""

    at_most: int | None = None
    set_by_id: int = Field(foreign_key="person.id")
    set_at: datetime
