"""Erasures and holds: who was erased and when, whose data must stay, and the way past the triggers.

What is signed is frozen by triggers (0012). A row of `erasing` lets the words about one person be
emptied, never reworded, for as long as an erasure of them is under way; it is set and taken away
in the one transaction of the erasure, whose row stays for good.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Index, delete, exists, text
from sqlmodel import Field, Session, col, select

from coach_the_coach.foundation.table import Table, public_id

REASON_LENGTH: Final = 500
"""Most characters of a reason. Source: docs/method.md#text-lengths."""


class Erasure(Table, table=True):
    """That somebody was erased. Frozen by triggers but for its end."""

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = public_id()
    person_id: int = Field(foreign_key="person.id", index=True)
    by_id: int | None = Field(default=None, foreign_key="person.id")
    """Who had it done; None for the command line."""
    reason: str = Field(default="", max_length=REASON_LENGTH)
    at: datetime
    finished_at: datetime | None = None


class Erasing(Table, table=True):
    """The way past the triggers, for one person; there only inside an erasure's transaction."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    erasure_id: int = Field(foreign_key="erasure.id")


class LegalHold(Table, table=True):
    """That what is kept of somebody must stay, and why; `until` is None while it does."""

    __table_args__ = (
        Index(
            "uq_legal_hold_open",
            "person_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    reason: str = Field(max_length=REASON_LENGTH)
    since: datetime
    until: datetime | None = None


@contextmanager
def opened(session: Session, erasure: Erasure) -> Iterator[None]:
    """Let the words about the person of this erasure be emptied while the block lasts."""
    session.add(Erasing(person_id=erasure.person_id, erasure_id=erasure.id or 0))
    session.flush()
    yield
    session.flush()
    session.exec(delete(Erasing).where(col(Erasing.person_id) == erasure.person_id))


def is_held(*people: Any) -> ColumnElement[bool]:
    """The condition that one of these people is under a hold: nothing of theirs is let go of."""
    held = select(LegalHold.person_id).where(col(LegalHold.until).is_(None))
    return exists(held.where(col(LegalHold.person_id).in_(people)))


def under_hold(session: Session, person_id: int) -> bool:
    """Whether a hold keeps what is kept of somebody."""
    held = select(LegalHold.id).where(
        LegalHold.person_id == person_id, col(LegalHold.until).is_(None)
    )
    return session.exec(held).first() is not None


def wait_for_holds(session: Session) -> None:
    """Have no hold begin or end until the transaction ends, and wait for one that does just now.

    Whoever takes what is kept waits first and then asks who is held, so that of nobody a half is
    taken: either the hold was first, or all was gone before it began. Many take at one time. On
    SQLite the transaction has the write lock already.
    """
    _lock(session, "SHARE")


def wait_for_takers(session: Session) -> None:
    """Wait, before a hold begins or ends, for whoever takes what is kept: see `wait_for_holds`."""
    _lock(session, "ROW EXCLUSIVE")


def _lock(session: Session, mode: str) -> None:
    if session.connection().dialect.name == "postgresql":
        session.connection().execute(text(f"LOCK TABLE legal_hold IN {mode} MODE"))


def erased_on(session: Session, person_id: int) -> datetime | None:
    """When somebody was erased first; None for who was not."""
    return session.exec(
        select(Erasure.at).where(Erasure.person_id == person_id).order_by(col(Erasure.at))
    ).first()
