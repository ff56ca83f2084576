"""The store: one engine per process, and the ways in, `transaction`, `reading` and `looking`.

Only the door, the command line and the jobs open it; everything else is handed a `Session`. Each
says as whom: NOBODY, until the door knows who it is and calls `viewer.view_as`, or PROGRAM. Without
a word it is whoever the database's user is, as for migrations and in tests.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any, Final

from psycopg import Error as PsycopgError
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DataError, DisconnectionError, ProgrammingError
from sqlmodel import Session

from coach_the_coach.foundation.viewer import NOBODY, PROGRAM, begin_as
from coach_the_coach.settings import settings

__all__ = (
    "NOBODY",
    "PROGRAM",
    "close",
    "connect",
    "engine",
    "looking",
    "open_at",
    "reading",
    "role_is_taken",
    "rows_are_guarded",
    "transaction",
)

BUSY_TIMEOUT_MS: Final = 5000
"""How long a writer waits for another on SQLite, in milliseconds. Source: docs/method.md#store."""

POOL_SIZE: Final = 8
"""Connections a process keeps open to PostgreSQL. Source: docs/method.md#store."""

REST_SECONDS: Final = 5.0
"""How long a connection may rest before it is asked whether it still is one.

Source: docs/method.md#store.
"""

PRAGMAS: Final = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    "synchronous=FULL",  # What was shown as saved survives a power cut.
    "secure_delete=ON",  # What is deleted is overwritten, not left in free pages.
    "recursive_triggers=ON",  # Or INSERT OR REPLACE walks past the triggers on signed rows.
)

ALONE: Final = "alone"
"""What is read on SQLite with one statement: that is a transaction of its own."""

PASSES: Final = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
"""Whether the role in force passes every policy."""


@dataclass
class _Place:
    """Where this process has its store: a forked worker must not share its parent's connections."""

    engine: Engine | None = None
    pid: int = 0
    url: str | None = None
    role: str | None = None
    """The restricted role that transactions take; empty for none, None before it was tried."""

    writing: Lock = field(default_factory=Lock)


_place = _Place()
_making = Lock()


def connect(url: str) -> Engine:
    """A new engine on `url` with our habits: on SQLite WAL, and the write lock at once."""
    if not url.startswith("sqlite"):
        engine = create_engine(
            url,
            pool_size=POOL_SIZE,
            max_overflow=4,
            pool_recycle=1800,
            pool_timeout=10,
            # Compiling a statement costs PostgreSQL many times what our short ones take to run.
            connect_args={"options": "-c jit=off"},
            hide_parameters=True,
        )
        event.listen(engine, "checkin", _note_rest)
        event.listen(engine, "checkout", _wake)
        return engine
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
        # What people write about each other must not come into a log with a failing statement.
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _note_rest(_connection: object, record: Any) -> None:
    """Note since when a connection to PostgreSQL rests."""
    record.info["rests_since"] = monotonic()


def _wake(connection: Any, record: Any, _proxy: object) -> None:
    """Ask a connection that has rested whether it is still one; one just used is not asked.

    Raises DisconnectionError for one that is gone, which has the pool open another.
    """
    if monotonic() - record.info.get("rests_since", monotonic()) < REST_SECONDS:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        connection.rollback()
    except PsycopgError as gone:
        raise DisconnectionError from gone


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Leave transactions to us; the driver's own would lose updates without a word."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    # SQLite's own knows A to Z alone, so that a search for Émile would not find him.
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(text: Any) -> Any:
    """`text` in small letters of any alphabet; what is no text, and NULL, as it is."""
    return text.lower() if isinstance(text, str) else text


def _begin_sqlite(connection: Any) -> None:
    """Take the write lock at once, unless only reading: a late upgrade fails under contention."""
    readonly = connection.get_execution_options().get("readonly")
    if readonly != ALONE:
        connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")


def open_at(url: str | None) -> None:
    """Use the database at `url` from now on in this process; None goes back to the settings'."""
    _place.url = url
    # After it: another thread that asks meanwhile is not given the place of before.
    close()


def close() -> None:
    """Give back this process's connections."""
    if _place.engine is not None and _place.pid == os.getpid():
        _place.engine.dispose()
    _place.engine = _place.role = None


def engine() -> Engine:
    """This process's engine, made on first use and again after a fork."""
    here = _place.engine
    if here is not None and _place.pid == os.getpid():
        return here
    with _making:
        # Another thread may have made it meanwhile: two engines would be two turns at writing.
        here = _place.engine
        if here is None or _place.pid != os.getpid():
            _place.role, _place.writing = None, Lock()
            _place.engine = here = connect(_place.url or settings().database_url)
            _place.pid = os.getpid()
    return here


@contextmanager
def transaction(viewer: str | None = None) -> Iterator[Session]:
    """A session that is committed at the end, or rolled back by whatever is raised."""
    here = engine()
    turn = _one_by_one() if here.dialect.name == "sqlite" else nullcontext()
    role = "" if viewer is None else _role()
    with turn, Session(here, expire_on_commit=False) as session, session.begin():
        _enter(session, viewer, role)
        yield session


@contextmanager
def _one_by_one() -> Iterator[None]:
    """Wait for the other writers of this process, who would else ask for SQLite's lock in turns.

    It asks again after some time and not when the lock is free, so that some would never get it.
    Whoever waits for too long here goes on and is refused there.
    """
    turn = _place.writing
    is_mine = turn.acquire(timeout=BUSY_TIMEOUT_MS / 1000)
    try:
        yield
    finally:
        if is_mine:
            turn.release()


@contextmanager
def reading(viewer: str | None = None) -> Iterator[Session]:
    """A session that only reads and takes no write lock; nothing of it is kept."""
    role = "" if viewer is None else _role()
    with (
        engine().connect().execution_options(readonly=True) as connection,
        Session(connection, expire_on_commit=False) as session,
    ):
        _enter(session, viewer, role)
        # Closing takes everything back; a rollback would make what was read unreadable as well.
        yield session


@contextmanager
def looking() -> Iterator[Connection]:
    """A connection that only reads, without a session around it, for the one statement of before.

    It is as whoever the database's user is: for tables that no policy guards, before each event.
    """
    with engine().connect().execution_options(readonly=ALONE) as connection:
        yield connection


def _enter(session: Session, viewer: str | None, role: str) -> None:
    """Have the database give no other rows than the viewer's."""
    if viewer is not None:
        begin_as(session, viewer, role=role)


def rows_are_guarded() -> bool:
    """Whether PostgreSQL guards the rows beneath our queries; True for SQLite, which cannot.

    It does not where its user passes every policy and cannot take the restricted role.
    """
    here = engine()
    if here.dialect.name == "sqlite" or _role():
        return True
    with here.connect() as connection:
        return not connection.execute(PASSES).scalar_one()


def role_is_taken() -> bool:
    """Whether transactions take the restricted role; True for SQLite, which has none.

    Where they do not, rows may be guarded all the same, and the tables' owner is bound by less.
    """
    return engine().dialect.name == "sqlite" or bool(_role())


def _role() -> str:
    """The restricted role that this process's transactions can take; empty for none. Tried once.

    Asked before a connection is taken: whoever holds one and waits for another may wait for ever.
    """
    here = engine()
    if here.dialect.name == "sqlite":
        return ""
    if _place.role is None:
        with here.connect() as connection:
            if not connection.execute(text("SELECT to_regproc('app_role')")).scalar():
                return ""  # A database of before the policies; it may be migrated yet.
            role = connection.execute(text("SELECT app_role()")).scalar_one()
            try:
                connection.execute(text(f'SET LOCAL ROLE "{role}"'))
                passes = connection.execute(PASSES).scalar_one()
            except (DataError, ProgrammingError):  # There is none, or it is not ours to take.
                passes = True
        _place.role = "" if passes else str(role)
    return _place.role
