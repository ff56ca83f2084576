"""Tallies of one's own sessions: apart from observations, and never evidence."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, Column, Index, Text
from sqlmodel import Field

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.table import Table, public_id, word
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.tally.rules import Buttons, Code


class SelfTally(Table, table=True):
    """One's own session as one counted it, seen by nobody else unless it is shared."""

    __table_args__ = (
        Index("ix_self_tally_coach", "coach_id", "opened_at"),
        CheckConstraint("(shared_with_id IS NULL) = (shared_at IS NULL)", name="shared_with_whom"),
    )
    __parts__: ClassVar[tuple[str, ...]] = ("coach_id",)

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    coach_id: int = Field(foreign_key="person.id")
    source: Source = word(Source)
    buttons: Buttons = word(Buttons)
    purpose: Purpose = word(Purpose)
    about: str = Field(default="", max_length=120)
    """What the maker calls it, as in "Rae, Tuesday"."""

    opened_at: datetime
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    """When it was finished; None while it is being counted."""

    file_name: str = Field(default="", max_length=200)
    speaker: str | None = Field(default=None, max_length=120)
    delete_after: datetime | None = None
    deleted_at: datetime | None = None
    """When the words of a transcript were deleted; the codes stay."""

    tally: dict[str, int] | None = Field(default=None, sa_column=Column(JSON))
    strip: list[list[int]] | None = Field(default=None, sa_column=Column(JSON))
    shared_with_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    shared_at: datetime | None = None


class SelfTap(Table, table=True):
    """One press of a tally button, or the taking back of one; named by the device, kept once."""

    __table_args__ = (Index("ix_self_tap_self_tally", "self_tally_id", "at"),)

    id: str = Field(max_length=36, primary_key=True)
    self_tally_id: int = Field(foreign_key="self_tally.id")
    device_id: str = Field(max_length=36)
    seq: int
    at: datetime
    code: Code | None = word(Code, default=None, nullable=True)
    undoes: str | None = Field(default=None, max_length=36)


class SelfTurn(Table, table=True):
    """One turn of the maker's own transcript; deleted after the retention time."""

    self_tally_id: int = Field(foreign_key="self_tally.id", primary_key=True)
    index: int = Field(primary_key=True)
    start: float | None = None
    end: float | None = None
    speaker: str = Field(max_length=120)
    text: str = Field(sa_type=Text)


class SelfCode(Table, table=True):
    """The main code of one of the maker's turns; it outlives the words."""

    self_tally_id: int = Field(foreign_key="self_tally.id", primary_key=True)
    turn_index: int = Field(primary_key=True)
    code: Code = word(Code)
    at: datetime
