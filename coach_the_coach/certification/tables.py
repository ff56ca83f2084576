"""Paths in their versions, who is on one, how far they are, and what was signed for them."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from coach_the_coach.certification.rules import Asked, Move, State, Verdict
from coach_the_coach.foundation.table import Table, public_id, word

_OPEN = text("withdrawn_at IS NULL")
_UNDECIDED = text("closed_at IS NULL")


class PathVersion(Table, table=True):
    """One version of a path; never changed once it is there."""

    __table_args__ = (UniqueConstraint("key", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=40)
    version: int
    title: str = Field(max_length=60)
    level: int
    content: str = Field(sa_type=Text)
    """Canonical JSON."""

    sha256: str = Field(max_length=64)
    published_at: datetime
    published_by_id: int | None = Field(default=None, foreign_key="person.id")
    """None for one that the program came with."""

    reason: str = Field(default="", max_length=200)
    """What is another than before, and why; empty for what the program came with."""


class Enrolment(Table, table=True):
    """That somebody is on a path: which version, since when, by when, and by whom."""

    __table_args__ = (
        Index(
            "uq_enrolment_open",
            "person_id",
            "path_key",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_enrolment_path", "path_key", "person_id"),
    )
    __reach__: ClassVar[str] = "person_id"
    __parts__: ClassVar[tuple[str, ...]] = ("person_id",)

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    person_id: int = Field(foreign_key="person.id")
    path_key: str = Field(max_length=40)
    path_version_id: int = Field(foreign_key="path_version.id")
    """The version they began with, until they are moved to another."""

    assigned_by_id: int | None = Field(default=None, foreign_key="person.id")
    """None for the program, which enrols whoever is new."""

    assigned_at: datetime
    due_on: date
    withdrawn_at: datetime | None = None
    withdrawn_by_id: int | None = Field(default=None, foreign_key="person.id")
    why_withdrawn: str = Field(default="", max_length=200)


class Progress(Table, table=True):
    """How far somebody is on a path, made from evidence; it can be made anew at any time."""

    __table_args__ = (
        Index("ix_progress_made", "made_on"),
        CheckConstraint("met <= asked", name="of_those_asked"),
    )
    __reach__: ClassVar[str] = "person_id"
    __parts__: ClassVar[tuple[str, ...]] = ("person_id",)

    enrolment_id: int = Field(foreign_key="enrolment.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    state: State = word(State)
    state_since: date
    asking: Asked = word(Asked)
    met: int
    asked: int
    missing: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """Keys of the requirements that are not met, in the order of the path."""

    next: str = Field(default="", max_length=24)
    """What helps next, a word of `Next`; empty where nothing is missing."""

    last_on: date | None = None
    """The day of the newest evidence that counts; None for none."""

    made_on: date
    """The day where they are as of which it was made: each day it is made anew."""

    made_at: datetime


class EnrolmentStep(Table, table=True):
    """One move from a state to another, by somebody or by itself; it stays."""

    enrolment_id: int = Field(foreign_key="enrolment.id", primary_key=True)
    place: int = Field(primary_key=True)
    move: Move = word(Move)
    to: State = word(State)
    on: date
    """The day it holds from; a late round names the day it should have been."""

    at: datetime
    by_id: int | None = Field(default=None, foreign_key="person.id")
    """None for what came by itself."""


class Attestation(Table, table=True):
    """What somebody signed for one requirement of a path, with a reason; it stays."""

    __table_args__ = (
        Index("ix_attestation_person", "person_id", "path_key"),
        CheckConstraint("person_id <> by_id", name="not_oneself"),
    )
    __reach__: ClassVar[str] = "person_id"
    __parts__: ClassVar[tuple[str, ...]] = ("person_id", "by_id")

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    person_id: int = Field(foreign_key="person.id")
    by_id: int = Field(foreign_key="person.id", index=True)
    path_key: str = Field(max_length=40)
    requirement_key: str = Field(max_length=40)
    on: date
    at: datetime
    reason: str = Field(max_length=300)
    withdrawn_at: datetime | None = None
    why_withdrawn: str = Field(default="", max_length=200)


class SmallHouse(Table, table=True):
    """Whether a manager of another team or somebody from outside may take each part.

    There is one row at most; none is no.
    """

    id: int = Field(default=1, primary_key=True)
    is_on: bool
    set_by_id: int = Field(foreign_key="person.id")
    set_at: datetime


class Review(Table, table=True):
    """A decision that somebody asked for, with what counted on the day they asked."""

    __table_args__ = (
        Index(
            "uq_review_open",
            "enrolment_id",
            unique=True,
            sqlite_where=_UNDECIDED,
            postgresql_where=_UNDECIDED,
        ),
        Index("ix_review_person", "person_id", "closed_at"),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed_with_outcome"),
    )
    __reach__: ClassVar[str] = "person_id"
    __parts__: ClassVar[tuple[str, ...]] = ("person_id",)

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    enrolment_id: int = Field(foreign_key="enrolment.id")
    person_id: int = Field(foreign_key="person.id")
    path_version_id: int = Field(foreign_key="path_version.id")
    asking: Asked = word(Asked)
    asked_at: datetime
    asked_on: date
    """The day where the candidate is: what counts is judged as of it."""

    counted: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    """For each requirement its key and the public ids of what counted."""

    closed_at: datetime | None = None
    outcome: Verdict | None = word(Verdict, default=None, nullable=True)
