"""Short looks: apart from observations, so that nothing can ever count them."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field

from coach_the_coach.foundation.table import Table, public_id


class Look(Table, table=True):
    """A few minutes of watching somebody coach, for the two alone."""

    __table_args__ = (
        Index("ix_look_observed", "observed_id", "given_at"),
        Index("ix_look_observer", "observer_id", "given_at"),
        CheckConstraint("observer_id <> observed_id", name="not_oneself"),
    )
    __parts__: ClassVar[tuple[str, ...]] = ("observer_id", "observed_id")

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    observer_id: int = Field(foreign_key="person.id")
    observed_id: int = Field(foreign_key="person.id")
    coached_id: int | None = Field(default=None, foreign_key="person.id")
    rubric_id: int = Field(foreign_key="rubric.id")
    opened_at: datetime
    given_at: datetime | None = None
    """When it was given to the observed; None while the observer writes."""

    read_at: datetime | None = None


class LookBody(Table, table=True):
    """The words of a look."""

    look_id: int = Field(foreign_key="look.id", primary_key=True)
    moment: str = Field(default="", sa_type=Text)
    to_try: str = Field(default="", sa_type=Text)


class LookLevel(Table, table=True):
    """The level given for one dimension of a look, 1 to 4."""

    look_id: int = Field(foreign_key="look.id", primary_key=True)
    dimension: int = Field(primary_key=True)
    level: int | None = None
