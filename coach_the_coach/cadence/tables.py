"""What is booked with whom, each thing done to it, and what a month came to."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from coach_the_coach.cadence.rules import Blocker, Booked, CoachKind, Move, Status
from coach_the_coach.foundation.table import Table, public_id, word


class CadenceOverride(Table, table=True):
    """Another rhythm for one rep than the house's, and why; the newest open one holds."""

    __table_args__ = (
        Index("ix_cadence_override_two", "coach_id", "coached_id", "ended_at"),
        CheckConstraint("per_month BETWEEN 1 AND 12", name="often"),
        CheckConstraint("minutes BETWEEN 15 AND 120", name="long"),
    )
    __reach__: ClassVar[str] = "coach_id"
    __parts__: ClassVar[tuple[str, ...]] = ("coach_id", "coached_id")

    id: int | None = Field(default=None, primary_key=True)
    coach_id: int = Field(foreign_key="person.id")
    coached_id: int = Field(foreign_key="person.id", index=True)
    per_month: int
    minutes: int
    reason: str = Field(max_length=200)
    set_at: datetime
    ended_at: datetime | None = None


class Series(Table, table=True):
    """The same time every week or every other, until a day."""

    __table_args__ = (Index("ix_series_coach", "coach_id", "until"),)
    __reach__: ClassVar[str] = "coach_id"
    __parts__: ClassVar[tuple[str, ...]] = ("coach_id", "coached_id")

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    coach_id: int = Field(foreign_key="person.id")
    coached_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    booked: Booked = word(Booked)
    weekday: int
    """From 0 for Monday."""

    clock: str = Field(max_length=5)
    """The time of day where the coach is, as 09:30; the same in summer and winter."""

    zone: str = Field(max_length=60)
    minutes: int
    every_weeks: int = 1
    starts_on: date
    until: date
    made_at: datetime
    ended_at: datetime | None = None


class Appointment(Table, table=True):
    """One time booked, with a rep, the team, or for the coach's own work."""

    __table_args__ = (
        Index("ix_appointment_coach", "coach_id", "starts_at"),
        Index("ix_appointment_coached", "coached_id", "starts_at"),
        Index("ix_appointment_due", "coach_id", "due_week"),
        Index("ix_appointment_made", "made_at"),
        Index("uq_appointment_uid", "coach_id", "uid", "recurrence", unique=True),
        CheckConstraint("minutes > 0 AND booked_minutes > 0", name="lasts"),
    )
    __reach__: ClassVar[str] = "coach_id"
    __parts__: ClassVar[tuple[str, ...]] = ("coach_id", "coached_id")

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    coach_id: int = Field(foreign_key="person.id")
    coached_id: int | None = Field(default=None, foreign_key="person.id")
    """None for the team's, and for the coach's own."""

    series_id: int | None = Field(default=None, foreign_key="series.id", index=True)
    booked: Booked = word(Booked)
    status: Status = word(Status, default=Status.BOOKED)
    due_week: date
    """The Monday of the week for which it was booked first; moving does not change it."""

    starts_at: datetime
    minutes: int
    booked_minutes: int
    """As booked first; more than `minutes` once it was shortened."""

    first_at: datetime
    """When it was to begin as booked first."""

    log_entry_id: int | None = Field(default=None, foreign_key="log_entry.id", unique=True)
    """What the log says of it; None where there is nothing yet."""

    uid: str = Field(max_length=255)
    """As calendars name it."""

    recurrence: str = Field(default="", max_length=40)
    """Which one of a series of a calendar that was brought in; empty for one of its own."""

    sequence: int = 0
    """Its version as our own calendar says it: one more with each step."""

    seen_sequence: int | None = None
    """Its version as a file said it last; None where none did."""

    seen_starts_at: datetime | None = None
    """When it began as a file said last; None for what was in none so far."""

    seen_minutes: int | None = None
    seen_cancelled: bool = False
    imported: bool = False
    made_at: datetime | None = None
    settled_at: datetime | None = None


class AppointmentStep(Table, table=True):
    """What was done to an appointment, when and why; it stays as it is."""

    appointment_id: int = Field(foreign_key="appointment.id", primary_key=True)
    place: int = Field(primary_key=True)
    by_id: int = Field(foreign_key="person.id")
    move: Move = word(Move)
    at: datetime
    reason: str = Field(default="", max_length=120)
    """One of the contract's, or what was typed instead."""

    allowed: bool = True
    """Whether the reason is on the contract's list; False is a bypass, and counted."""

    blocker: Blocker | None = word(Blocker, default=None, nullable=True)
    starts_at: datetime | None = None
    """The new beginning, where it was moved."""

    minutes: int | None = None
    """The new length, where it was shortened."""


class CoachMonth(Table, table=True):
    """What a month of a coach came to; made anew whenever something of it changes."""

    __table_args__ = (Index("ix_coach_month_month", "month"),)
    __reach__: ClassVar[str] = "coach_id"
    __parts__: ClassVar[tuple[str, ...]] = ("coach_id",)

    coach_id: int = Field(foreign_key="person.id", primary_key=True)
    month: date = Field(primary_key=True)
    reps: int
    """In the team at its end, or today."""

    reps_coached: int
    due: int
    """By the policy, as far as the month has gone."""

    wanted: int
    """The larger of booked and due, rep by rep."""

    held: int
    """At least a quarter of an hour and in the log, at most what was wanted of each rep."""

    shortened: int
    """Those of `held` that were shorter than booked."""

    moved: int
    cancelled: int
    bypassed: int
    entries: int
    """Sessions in the log."""

    planned_entries: int
    complete_entries: int
    sessions: int
    """Sessions that took place, in the log or not."""

    coaching_minutes: int
    """To coach or to train, and practice of the team."""

    developmental: int
    """Minutes of coaching tied to an open cycle; as those below, of coaching alone."""

    tactical: int
    strategic: int
    opportunistic: int
    status: int
    practice_weeks: int
    """Weeks with a practice of the team."""

    contracted_minutes: int
    taken: int
    """Answers that this is what they took away."""

    not_quite: int
    asked_for: int
    """Times a rep asked for a quarter of an hour."""

    made_at: datetime


class QuarterHour(Table, table=True):
    """That a rep asks their coach for fifteen minutes; good news, and counted as such."""

    __table_args__ = (Index("ix_quarter_hour_coach", "coach_id", "asked_at"),)
    __reach__: ClassVar[str] = "coach_id"
    __parts__: ClassVar[tuple[str, ...]] = ("coach_id", "rep_id")

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    coach_id: int = Field(foreign_key="person.id")
    rep_id: int = Field(foreign_key="person.id", index=True)
    asked_at: datetime
    answered_at: datetime | None = None


class CoachOfRecord(Table, table=True):
    """Who coaches a rep, from a day to a day, where it is not simply their manager."""

    __table_args__ = (Index("ix_coach_of_record_rep", "rep_id", "ends_on"),)
    __reach__: ClassVar[str] = "rep_id"
    __parts__: ClassVar[tuple[str, ...]] = ("rep_id", "coach_id")

    id: int | None = Field(default=None, primary_key=True)
    rep_id: int = Field(foreign_key="person.id")
    kind: CoachKind = word(CoachKind)
    coach_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """None for somebody from outside, who is only named."""

    outside: str = Field(default="", max_length=120)
    starts_on: date
    ends_on: date | None = None
    set_by_id: int = Field(foreign_key="person.id")
    set_at: datetime
