"""Who sits in a decision, what they signed, appeals, and certificates that rest."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from coach_the_coach.certification.deciding.rules import Act, Ground, Heard, Said
from coach_the_coach.certification.paths.rules import Seat
from coach_the_coach.foundation.table import Table, public_id, word

_UNDER_WAY = text("ended_at IS NULL")


class ReviewSeat(Table, table=True):
    """That somebody is asked to sign a decision; who is asked instead has the next place."""

    __table_args__ = (
        UniqueConstraint("review_id", "seat", "place"),
        Index("ix_review_seat_by", "by_id", "expires_at"),
        CheckConstraint("person_id <> by_id", name="not_oneself"),
    )
    __reach__: ClassVar[str] = "person_id"
    __parts__: ClassVar[tuple[str, ...]] = ("person_id", "by_id")

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    """The candidate."""

    seat: Seat = word(Seat)
    place: int
    by_id: int = Field(foreign_key="person.id")
    named_by_id: int | None = Field(default=None, foreign_key="person.id")
    """None where the program found the only one who fits."""

    named_at: datetime
    expires_at: datetime
    """Until when they see this decision."""


class CoSignature(Table, table=True):
    """What one of them said; it stays. Its words are in `CoSignatureBody`."""

    __table_args__ = (
        UniqueConstraint("review_id", "seat", "place"),
        CheckConstraint("person_id <> by_id", name="not_oneself"),
    )
    __reach__: ClassVar[str] = "person_id"
    __parts__: ClassVar[tuple[str, ...]] = ("person_id", "by_id")

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    review_id: int = Field(foreign_key="review.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    seat: Seat = word(Seat)
    place: int
    by_id: int = Field(foreign_key="person.id", index=True)
    said: Said = word(Said)
    at: datetime
    criterion: str = Field(default="", max_length=40)
    """Key of the requirement that is not met yet; empty for a yes."""

    try_again_on: date | None = None
    commitment: str = Field(max_length=64)
    """SHA-256 over the salt and the words, which may be erased."""


class CoSignatureBody(Table, table=True):
    """The words of a refusal: what was seen, and what would meet it."""

    co_signature_id: int = Field(foreign_key="co_signature.id", primary_key=True)
    salt: str = Field(max_length=32)
    evidence: str = Field(default="", sa_type=Text)
    would_meet: str = Field(default="", sa_type=Text)


class Appeal(Table, table=True):
    """That a candidate disagrees with a refusal, and what came of it; the refusal is kept."""

    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="decided_with_outcome"),
        Index("ix_appeal_decider", "decider_id", "decided_at"),
    )
    __reach__: ClassVar[str] = "person_id"
    __parts__: ClassVar[tuple[str, ...]] = ("person_id", "decider_id")

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    review_id: int = Field(foreign_key="review.id", unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    asked_at: datetime
    due_on: date
    coaching_session: str = Field(default="", max_length=32)
    """The coaching session to be scored again blind by two; empty for none."""

    decider_id: int | None = Field(default=None, foreign_key="person.id")
    named_by_id: int | None = Field(default=None, foreign_key="person.id")
    named_at: datetime | None = None
    first_scorer_id: int | None = Field(default=None, foreign_key="person.id")
    second_scorer_id: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    outcome: Heard | None = word(Heard, default=None, nullable=True)
    new_review_id: int | None = Field(default=None, foreign_key="review.id")
    """The decision in which it goes on; None where there is none."""


class AppealBody(Table, table=True):
    """What the candidate wrote, and the reason of whoever decided."""

    appeal_id: int = Field(foreign_key="appeal.id", primary_key=True)
    salt: str = Field(max_length=32)
    words: str = Field(sa_type=Text)
    reason: str | None = Field(default=None, sa_type=Text)


class Suspension(Table, table=True):
    """That a certificate may have to rest; it does once two different observers confirmed."""

    __table_args__ = (
        Index(
            "uq_suspension_under_way",
            "award_id",
            unique=True,
            sqlite_where=_UNDER_WAY,
            postgresql_where=_UNDER_WAY,
        ),
        CheckConstraint("person_id <> opened_by_id", name="not_oneself"),
    )
    __reach__: ClassVar[str] = "person_id"
    __parts__: ClassVar[tuple[str, ...]] = ("person_id", "opened_by_id")

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    award_id: int = Field(foreign_key="award.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    ground: Ground = word(Ground)
    opened_by_id: int = Field(foreign_key="person.id")
    opened_at: datetime
    in_force_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: Act | None = word(Act, default=None, nullable=True)
    """In force again, or taken back for good; None for one that was dropped or never confirmed."""


class SuspensionBody(Table, table=True):
    """What was seen, and why it ended."""

    suspension_id: int = Field(foreign_key="suspension.id", primary_key=True)
    salt: str = Field(max_length=32)
    words: str = Field(sa_type=Text)
    end_reason: str | None = Field(default=None, sa_type=Text)


class SuspensionAct(Table, table=True):
    """What one of the two did; it stays."""

    suspension_id: int = Field(foreign_key="suspension.id", primary_key=True)
    act: Act = word(Act, primary_key=True)
    by_id: int = Field(foreign_key="person.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    at: datetime
