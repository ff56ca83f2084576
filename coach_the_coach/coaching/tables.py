"""Coaching sessions, the skill two work on, and what mix of kinds is wanted."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field

from coach_the_coach.coaching.rules import Cause, Fear, Kind, Ladder, Purpose
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


class Cycle(Table, table=True):
    """One skill that a coach and the coached work on until it shows results; open until closed."""

    __table_args__ = (
        Index("ix_cycle_two", "coach_id", "coached_id", "closed_on"),
        CheckConstraint("coach_id <> coached_id", name="two_people"),
        CheckConstraint("cause = 'fear' OR fear IS NULL", name="fear_of_what"),
    )
    __reach__: ClassVar[str] = "coach_id"
    __parts__: ClassVar[tuple[str, ...]] = ("coach_id", "coached_id")

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    coach_id: int = Field(foreign_key="person.id")
    coached_id: int = Field(foreign_key="person.id", index=True)
    cause: Cause = word(Cause)
    fear: Fear | None = word(Fear, default=None, nullable=True)
    ladder: Ladder = word(Ladder, default=Ladder.KNOWS)
    opened_on: date
    reviewed_on: date | None = None
    """When the two last looked at how far it has come."""

    closed_on: date | None = None
    shown: bool | None = None
    """Whether what was agreed as its end was seen; None while it is open."""

    touched_at: datetime


class CycleBody(Table, table=True):
    """The words of a cycle; for the two and the direct leader alone."""

    cycle_id: int = Field(foreign_key="cycle.id", primary_key=True)
    skill: str = Field(max_length=120)
    goal: str = Field(default="", max_length=400)
    """In the words of the one coached."""

    baseline: str = Field(max_length=200)
    target: str = Field(max_length=200)
    exit_evidence: str = Field(max_length=300)
    """What will show that it is done."""

    seen: str = Field(default="", max_length=400)
    """What was seen at its end."""

    deals: str = Field(default="", sa_type=Text)
    """Where the pattern was seen, one deal in a line; two at least, or none."""

    next_skill: str = Field(default="", max_length=120)
    reason: str = Field(default="", max_length=300)
    """Why there is a second open one; empty where it is the only one."""
