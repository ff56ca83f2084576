"""Who is to watch whom, each step on the way there, and how many sessions an observer can watch."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Text, false
from sqlmodel import Field

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.table import Table, public_id, word
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.watching.rules import Move, State


class ObserverPlaces(Table, table=True):
    """How many sessions a month an observer says they can watch."""

    __table_args__ = (CheckConstraint("per_month BETWEEN 0 AND 20", name="few_enough"),)
    __reach__: ClassVar[str] = "person_id"
    __parts__: ClassVar[tuple[str, ...]] = ("person_id",)

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    per_month: int
    said_at: datetime


class Watching(Table, table=True):
    """One plan that an observer watches somebody coach, from the ask to the day of the session."""

    __table_args__ = (
        Index("ix_watching_observed", "observed_id", "state"),
        Index("ix_watching_observer", "observer_id", "state", "starts_at"),
        CheckConstraint("observer_id <> observed_id", name="not_oneself"),
        CheckConstraint(
            "state <> 'agreed' OR (coaching_session_id IS NOT NULL AND starts_at IS NOT NULL)",
            name="agreed_on_a_session",
        ),
    )
    __reach__: ClassVar[str] = "observed_id"
    __parts__: ClassVar[tuple[str, ...]] = ("observer_id", "observed_id")

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    observer_id: int = Field(foreign_key="person.id")
    observed_id: int = Field(foreign_key="person.id")
    asked_by_id: int = Field(foreign_key="person.id")
    aim: Aim = word(Aim)
    state: State = word(State)
    wanted_by: date | None = None
    asked_at: datetime
    accepted_at: datetime | None = None
    """Since when the observer wants to; None while they are asked by somebody else."""

    coaching_session_id: int | None = Field(
        default=None, foreign_key="coaching_session.id", index=True
    )
    made_session: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether that session was entered for this, and was not planned before."""

    coached_id: int | None = Field(default=None, foreign_key="person.id")
    purpose: Purpose | None = word(Purpose, default=None, nullable=True)
    starts_at: datetime | None = None
    """When, as last proposed; the session itself is held there once both agree."""

    changed_at: datetime
    steps: int = 0
    """How many steps were taken; the letters of each are named by it."""

    sequence: int | None = None
    """Which version of the invitation went last, from 0; None before the first."""


class WatchingStep(Table, table=True):
    """Who did what on the way, and why; it stays as it is."""

    watching_id: int = Field(foreign_key="watching.id", primary_key=True)
    place: int = Field(primary_key=True)
    by_id: int = Field(foreign_key="person.id")
    move: Move = word(Move)
    at: datetime
    starts_at: datetime | None = None
    """The time proposed or agreed with this step."""

    moved: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether it asked for another time than the one agreed."""

    reason: str = Field(default="", sa_type=Text)
