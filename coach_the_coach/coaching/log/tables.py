"""Sessions in the log: what is counted, what was said, what was promised, and the answer to it."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from coach_the_coach.coaching.log.rules import Answer, Outcome
from coach_the_coach.coaching.rules import Form, Owner, Purpose
from coach_the_coach.foundation.table import Table, public_id, word

_OPEN = text("closed_at IS NULL")


class LogEntry(Table, table=True):
    """One session that a coach held, as it counts; its words are in its body."""

    __table_args__ = (
        Index("ix_log_entry_coach", "coach_id", "held_on"),
        Index("ix_log_entry_coached", "coached_id", "held_on"),
        Index("ix_log_entry_two", "coach_id", "coached_id", "held_on"),
        Index("ix_log_entry_logged", "logged_at"),
        CheckConstraint("coach_id <> coached_id", name="two_people"),
        CheckConstraint("coached_id IS NOT NULL OR form = 'team-practice'", name="with_whom"),
        CheckConstraint(
            "developmental >= 0 AND tactical >= 0 AND strategic >= 0 AND opportunistic >= 0 "
            "AND status >= 0 AND minutes = "
            "developmental + tactical + strategic + opportunistic + status",
            name="minutes_by_kind",
        ),
    )
    __reach__: ClassVar[str] = "coach_id"
    __parts__: ClassVar[tuple[str, ...]] = ("coach_id", "coached_id")

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    coach_id: int = Field(foreign_key="person.id")
    coached_id: int | None = Field(default=None, foreign_key="person.id")
    """None for a practice of the whole team."""

    coaching_session_id: int | None = Field(
        default=None, foreign_key="coaching_session.id", unique=True
    )
    """The session as somebody observed it; None where nobody did."""

    form: Form = word(Form)
    purpose: Purpose = word(Purpose)
    planned: bool
    held_at: datetime
    held_on: date
    """Its day where the coach is."""

    minutes: int
    developmental: int = 0
    """Minutes on a skill that will be used on many deals, as said."""

    tactical: int = 0
    strategic: int = 0
    opportunistic: int = 0
    status: int = 0
    cycle_id: int | None = Field(default=None, foreign_key="cycle.id", index=True)
    """The open cycle it was tied to: only then its developmental minutes count as such."""

    complete: bool
    """Whether it says date, rep, focus, feedback and next step."""

    specific: bool
    """Whether the feedback names the moment it is about."""

    logged_at: datetime
    changed_at: datetime | None = None
    withdrawn_at: datetime | None = None


class LogBody(Table, table=True):
    """The words of a session in the log: for the two and the direct leader."""

    log_entry_id: int = Field(foreign_key="log_entry.id", primary_key=True)
    focus: str = Field(default="", max_length=120)
    moment: str = Field(default="", max_length=200)
    """What was seen or said, and when."""

    feedback: str = Field(default="", max_length=600)
    deal: str = Field(default="", max_length=120)
    why_withdrawn: str = Field(default="", max_length=200)
    """Empty while it stands."""


class Commitment(Table, table=True):
    """A next step: one is open for each deal, and one for what is about no deal."""

    __table_args__ = (
        Index(
            "uq_commitment_open",
            "coach_id",
            "coached_id",
            "deal",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )
    __reach__: ClassVar[str] = "coach_id"
    __parts__: ClassVar[tuple[str, ...]] = ("coach_id", "coached_id")

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    log_entry_id: int = Field(foreign_key="log_entry.id", unique=True)
    coach_id: int = Field(foreign_key="person.id")
    coached_id: int = Field(foreign_key="person.id", index=True)
    deal: str = Field(default="", max_length=120)
    text: str = Field(max_length=300)
    owner: Owner = word(Owner)
    due_on: date
    agreed_at: datetime
    closed_at: datetime | None = None
    outcome: Outcome | None = word(Outcome, default=None, nullable=True)


class LogAnswer(Table, table=True):
    """What the one coached said of the next step, with one tap; a count and never a mark."""

    log_entry_id: int = Field(foreign_key="log_entry.id", primary_key=True)
    answer: Answer = word(Answer)
    at: datetime
