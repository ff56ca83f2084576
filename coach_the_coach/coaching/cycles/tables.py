"""Action plans: what for, what will be done by when, and who has reviewed and signed them."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from coach_the_coach.coaching.cycles.rules import Side
from coach_the_coach.foundation.table import Table, public_id, word


class ActionPlan(Table, table=True):
    """What one person is to reach by when, agreed between coach and coached."""

    __table_args__ = (
        Index("ix_action_plan_two", "coach_id", "coached_id", "closed_on"),
        CheckConstraint("coach_id <> coached_id", name="two_people"),
    )
    __reach__: ClassVar[str] = "coach_id"
    __parts__: ClassVar[tuple[str, ...]] = ("coach_id", "coached_id")

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    coach_id: int = Field(foreign_key="person.id")
    coached_id: int = Field(foreign_key="person.id", index=True)
    opened_on: date
    review_on: date
    closed_on: date | None = None
    version: int = 1
    """Grows with each change of its words; a signature is for one version."""

    touched_at: datetime


class ActionPlanBody(Table, table=True):
    """The words of an action plan: for the two and the direct leader."""

    action_plan_id: int = Field(foreign_key="action_plan.id", primary_key=True)
    objective: str = Field(max_length=300)
    result: str = Field(default="", max_length=400)
    """What came of it, once closed."""


class ActionStep(Table, table=True):
    """One action or milestone of a plan."""

    id: int | None = Field(default=None, primary_key=True)
    action_plan_id: int = Field(foreign_key="action_plan.id", index=True)
    place: int
    is_milestone: bool = False
    text: str = Field(max_length=200)
    due_on: date
    done_on: date | None = None


class PlanReview(Table, table=True):
    """That somebody looked at a version of a plan and signed it; it stays."""

    action_plan_id: int = Field(foreign_key="action_plan.id", primary_key=True)
    version: int = Field(primary_key=True)
    side: Side = word(Side, primary_key=True)
    by_id: int = Field(foreign_key="person.id")
    at: datetime
    note: str = Field(default="", max_length=300)
