"""Who may say something, what was said, and what is shown of it: with no key between them."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.table import Table


class PulseTicket(Table, table=True):
    """That somebody may say once how a month's sessions with a coach were. Says not what."""

    __table_args__ = (
        Index("uq_pulse_ticket_once", "coached_id", "coach_id", "month", unique=True),
    )
    __reach__: ClassVar[str] = "coached_id"
    __parts__: ClassVar[tuple[str, ...]] = ("coached_id",)

    id: int | None = Field(default=None, primary_key=True)
    coached_id: int = Field(foreign_key="person.id")
    coach_id: int = Field(foreign_key="person.id", index=True)
    month: date
    secret_digest: str = Field(max_length=64, unique=True)
    """Of the link by which it can be said without signing in."""

    used: bool = False
    """Without an instant: when somebody said something would tell what they said."""


class PulseSaid(Table, table=True):
    """What somebody said, without who or when; named at random and in no order.

    Rewritten shuffled at each release, so that neither place nor transaction tells of a ticket.
    """

    __table_args__ = (
        Index("ix_pulse_said_coach", "coach_id", "month"),
        CheckConstraint(
            "rating BETWEEN 1 AND 5 AND thinking BETWEEN 1 AND 5 "
            "AND one_thing BETWEEN 1 AND 5 AND hard BETWEEN 1 AND 5",
            name="one_to_five",
        ),
        {"sqlite_with_rowid": False},
    )

    id: str = Field(default_factory=new_id, max_length=32, primary_key=True)
    coach_id: int = Field(foreign_key="person.id")
    month: date
    rating: int
    """How the sessions were."""

    thinking: int
    """I did most of the thinking."""

    one_thing: int
    """I left with one thing to try."""

    hard: int
    """I could say what is really hard."""


class PulseFigure(Table, table=True):
    """What is shown of one coach, or of all below a leader, over a period; made at release."""

    __table_args__ = (Index("ix_pulse_figure_period", "period_from", "period_to"),)
    __reach__: ClassVar[str] = "node_id"
    __parts__: ClassVar[tuple[str, ...]] = ("node_id",)

    node_id: int = Field(foreign_key="person.id", primary_key=True)
    """About whom it was said, or about all below whom."""

    whole: bool = Field(default=False, primary_key=True)
    """Whether it is of all who coach below the node and of the node; else of the node alone."""

    period_from: date = Field(primary_key=True)
    period_to: date = Field(primary_key=True)
    people: int
    """How many different people said something; at least the minimum."""

    rating: int
    """The mean in halves: 7 is 3.5; its ends are bands, 10 is 4 or more and 2 is 2 or less."""

    thinking: int
    one_thing: int
    hard: int
    released_at: datetime
