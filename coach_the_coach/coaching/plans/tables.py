"""Customer calls with their plan and debrief, which calls matter, rep tiers, and the pilot."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from coach_the_coach.coaching.plans.rules import Tier
from coach_the_coach.foundation.table import Table, public_id, word


class CustomerCall(Table, table=True):
    """One call of a rep with a customer, as it counts; its words are in its body."""

    __table_args__ = (
        Index("ix_customer_call_coach", "coach_id", "call_at"),
        Index("ix_customer_call_rep", "rep_id", "call_at"),
        CheckConstraint("coach_id <> rep_id", name="two_people"),
    )
    __reach__: ClassVar[str] = "coach_id"
    __parts__: ClassVar[tuple[str, ...]] = ("coach_id", "rep_id")

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    coach_id: int = Field(foreign_key="person.id")
    rep_id: int = Field(foreign_key="person.id")
    call_at: datetime
    call_minutes: int
    significance_id: int | None = Field(default=None, foreign_key="significance.id")
    """Why it is significant; None where it is not."""

    tier: Tier = word(Tier)
    """The rep's, on the day it was entered."""

    by_rep: bool = False
    """Whether the rep entered it and asked for it."""

    made_at: datetime
    planned_at: datetime | None = None
    rep_said_at: datetime | None = None
    """When the rep's part of the debrief was kept: always the first."""

    debriefed_at: datetime | None = None
    minutes_after: int | None = None
    """From the end of the call to the debrief; None before it."""

    dropped_at: datetime | None = None


class CallBody(Table, table=True):
    """The words of a plan and a debrief: for the two and the direct leader."""

    customer_call_id: int = Field(foreign_key="customer_call.id", primary_key=True)
    deal: str = Field(max_length=120)
    objective: str = Field(default="", max_length=200)
    questions: str = Field(default="", max_length=600)
    information: str = Field(default="", max_length=400)
    risk: str = Field(default="", max_length=300)
    risk_answer: str = Field(default="", max_length=300)
    rep_well: str = Field(default="", max_length=400)
    rep_not: str = Field(default="", max_length=400)
    rep_learned: str = Field(default="", max_length=400)
    rep_next: str = Field(default="", max_length=400)
    coach_well: str = Field(default="", max_length=400)
    coach_not: str = Field(default="", max_length=400)
    coach_learned: str = Field(default="", max_length=400)
    coach_next: str = Field(default="", max_length=400)


class Significance(Table, table=True):
    """A reason for which a call is significant here; those proposed have none of these rows."""

    id: int | None = Field(default=None, primary_key=True)
    text: str = Field(max_length=120, unique=True)
    place: int
    set_by_id: int | None = Field(default=None, foreign_key="person.id")
    set_at: datetime
    ended_at: datetime | None = None


class RepTier(Table, table=True):
    """Where a rep stands, as their coach last said."""

    __reach__: ClassVar[str] = "rep_id"
    __parts__: ClassVar[tuple[str, ...]] = ("set_by_id",)

    rep_id: int = Field(foreign_key="person.id", primary_key=True)
    tier: Tier = word(Tier)
    set_by_id: int = Field(foreign_key="person.id")
    set_at: datetime


class Pilot(Table, table=True):
    """Thirty days in which every significant call of one rep is planned and debriefed."""

    __table_args__ = (Index("ix_pilot_coach", "coach_id", "starts_on"),)
    __reach__: ClassVar[str] = "coach_id"
    __parts__: ClassVar[tuple[str, ...]] = ("coach_id", "rep_id")

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    coach_id: int = Field(foreign_key="person.id")
    rep_id: int = Field(foreign_key="person.id", index=True)
    starts_on: date
    ends_on: date
    ended_at: datetime | None = None
    """When it was ended early; None where it was not."""
