"""Who looks, as PostgreSQL is told: beneath all our queries it gives and takes no other rows.

Said for one transaction and gone with it. SQLite has no such thing, and nothing is said to it. See
docs/decisions/0026-rows.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from psycopg.pq import TransactionStatus
from sqlmodel import Session

NOBODY: Final = ""
"""Nobody is known yet, or nobody is signed in: no row of an assessment is there."""

PROGRAM: Final = "program"
"""The program itself, in a job, at the command line or for the demo: every row is there."""

VIEWER: Final = "coach.viewer"
"""Key of a session's notes under which stands what the database was told of who looks."""


def begin_as(session: Session, viewer: str, *, role: str) -> None:
    """Begin a transaction as `viewer`, in the restricted role where there is one.

    It is the database's own, made and named by migration 0013.
    """
    if session.get_bind().dialect.name == "postgresql":
        _tell(session, _told(viewer, None), first=f'SET LOCAL ROLE "{role}"; ' if role else "")


def view_as(session: Session, person_id: int, at: datetime) -> None:
    """From now on look as this person, with the grants in force at `at`."""
    if session.get_bind().dialect.name == "postgresql":
        _tell(session, _told(str(int(person_id)), at))


@contextmanager
def as_program(session: Session) -> Iterator[None]:
    """Do as the program what somebody may have done and not see: telling another, counting places.

    Afterwards it is the same person again who looks. Where nobody was said, or it is the program
    already, it stays so.
    """
    before: str | None = session.info.get(VIEWER)
    if before in (None, _told(PROGRAM, None)):
        yield
        return
    session.flush()
    _tell(session, _told(PROGRAM, None))
    try:
        yield
        session.flush()
    finally:
        # After a fault of the database nothing can be said to it, and a savepoint may be taken back
        # to before it knew of the program, or to after: the notes say who it is all the same.
        session.info[VIEWER] = before
        if _connection(session).info.transaction_status is TransactionStatus.INTRANS:
            _tell(session, before)


def _told(viewer: str, at: datetime | None) -> str:
    """The statement that says it; both are words of ours and hold no quotes."""
    instant = at.isoformat() if at else ""
    return f"SET LOCAL app.viewer = '{viewer}'; SET LOCAL app.at = '{instant}'"


def _tell(session: Session, told: str, *, first: str = "") -> None:
    """Say it in one round trip, past the layers that make and note statements."""
    # Several statements at once cannot be prepared, as what is said often would be.
    _connection(session).execute(first + told, prepare=False)
    session.info[VIEWER] = told


def _connection(session: Session) -> Any:
    """The driver's own connection."""
    return session.connection().connection.driver_connection
