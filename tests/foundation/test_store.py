"""The store: nothing is lost between writers, readers wait for nobody, a fork starts afresh."""

import gc
import os
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session, col, select

from coach_the_coach.foundation import store
from coach_the_coach.foundation.jobs import Job
from coach_the_coach.notices.tables import Notice

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def opened(database_url: str) -> Iterator[str]:
    """The store of this process, on a database of the test's own with one counter in it."""
    store.open_at(database_url)
    with store.transaction() as session:
        session.add(Job(kind="tests:counter", key="counter", due_at=NOW))
    yield database_url
    store.open_at(None)


SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What PostgreSQL has no counterpart for."""


def counter(session: Session) -> Job:
    """The row that these tests count in, held where the database can hold a row."""
    return session.exec(select(Job).where(Job.key == "counter").with_for_update()).one()


def count() -> int:
    """How far it has been counted."""
    with store.reading() as session:
        return session.exec(select(Job.attempts).where(Job.key == "counter")).one()


def add_one() -> None:
    """Read, add, write: what loses updates where two can read at once."""
    with store.transaction() as session:
        one = counter(session)
        one.attempts += 1
        session.add(one)


@pytest.mark.usefixtures("opened")
def test_eight_writers_at_once_lose_nothing():
    ready = Barrier(8)

    def write(_place: int) -> None:
        ready.wait()
        for _each in range(20):
            add_one()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(8)))

    assert count() == 160


@pytest.mark.usefixtures("opened")
def test_a_transaction_is_kept_whole_or_not_at_all():
    def fail() -> None:
        with store.transaction() as session:
            one = counter(session)
            one.attempts = 7
            session.add(one)
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert count() == 0


@pytest.mark.usefixtures("opened")
def test_what_was_kept_can_be_read_after_its_session_has_ended():
    with store.transaction() as session:
        one = counter(session)
    with store.reading() as session:
        other = session.exec(select(Job)).one()

    assert (one.key, other.key, other.due_at) == ("counter", "counter", NOW)


@pytest.mark.usefixtures("opened")
def test_nothing_is_kept_of_what_is_written_while_reading():
    with store.reading() as session:
        session.add(Job(kind="tests:lost", key="lost", due_at=NOW))
        session.flush()

    with store.reading() as session:
        assert list(session.exec(select(Job.key))) == ["counter"]


@pytest.mark.usefixtures("opened")
def test_readers_wait_for_no_writer_and_see_what_was_kept_when_they_began():
    with store.transaction() as session:
        one = counter(session)
        one.attempts = 1
        session.add(one)
        session.flush()
        assert count() == 0
    assert count() == 1


@pytest.mark.usefixtures("opened")
def test_a_writer_waits_for_no_reader():
    with store.reading() as session:
        before = session.exec(select(Job.attempts)).one()
        add_one()
        assert (before, count()) == (0, 1)


@SQLITE
@pytest.mark.usefixtures("opened")
def test_every_connection_to_sqlite_has_our_habits():
    asked = ("journal_mode", "foreign_keys", "busy_timeout", "synchronous", "recursive_triggers")
    full = 2

    with store.engine().connect() as one, store.engine().connect() as other:
        for connection in (one, other):
            values = [connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in asked]
            connection.rollback()
            assert values == ["wal", 1, store.BUSY_TIMEOUT_MS, full, 1]


@pytest.mark.usefixtures("opened")
def test_a_row_that_names_nobody_is_refused():
    with pytest.raises(DBAPIError), store.transaction() as session:
        session.add(Notice(person_id=4711, text="To nobody.", at=NOW))


@SQLITE
def test_on_sqlite_a_writer_takes_the_lock_at_once_and_a_reader_never(opened: str):
    other = store.connect(opened)
    try:
        with store.reading() as session:
            session.exec(select(Job)).all()
            assert can_write(other)
        with store.transaction() as session:
            session.exec(select(Job)).all()
            assert not can_write(other)
        assert can_write(other)
    finally:
        other.dispose()


def can_write(engine: Engine) -> bool:
    """Whether a writer gets in without waiting."""
    with engine.connect().execution_options(readonly=True) as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=0")
        connection.rollback()
        try:
            with connection.execution_options(readonly=False).begin():
                return True
        except OperationalError:
            return False


@SQLITE
@pytest.mark.usefixtures("opened")
def test_sqlite_finds_small_and_large_letters_of_any_alphabet_alike():
    with store.reading() as session:
        row = session.execute(
            text("SELECT lower('ÉMILE ΣΟΦΊΑ'), lower(NULL), lower(7), lower('MO')")
        ).one()

    assert tuple(row) == ("émile σοφία", None, 7, "mo")


@pytest.mark.usefixtures("opened")
def test_a_forked_worker_opens_the_store_anew_and_leaves_its_parents_alone():
    parents = store.engine()
    count()
    with warnings.catch_warnings():
        # Python warns of forks beside threads; the child here does one thing and ends.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        gc.disable()  # What other tests left behind is the parent's to close.
        try:
            add_one()
            os._exit(0 if store.engine() is not parents else 3)
        finally:
            os._exit(4)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert store.engine() is parents
    assert count() == 1


@pytest.mark.usefixtures("opened")
def test_closing_gives_the_connections_back_and_the_next_use_opens_anew():
    first = store.engine()
    store.close()

    assert store.engine() is not first
    assert store.engine() is store.engine()
    assert count() == 0
    with store.reading() as session:
        assert session.exec(select(Job.id).order_by(col(Job.id))).first() is not None


@pytest.mark.usefixtures("opened")
def test_threads_that_come_first_together_share_one_engine():
    def engine_of(ready: Barrier) -> Engine:
        ready.wait()
        return store.engine()

    with ThreadPoolExecutor(8) as threads:
        for _time in range(20):
            store.close()
            made = set(threads.map(engine_of, [Barrier(8)] * 8))
            assert made == {store.engine()}
