"""Whoever writes to the database without the secret changes nothing of the log unseen."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, text
from sqlmodel import Session, col, select

from coach_the_coach import settings as environment
from coach_the_coach.foundation import audit, chain, keys, store
from coach_the_coach.foundation.audit import About, AuditDetail, AuditEntry, AuditLink, Result
from coach_the_coach.foundation.chain import Head, Verified

NOW = datetime(2026, 3, 2, 9, 0, 0, 125, tzinfo=UTC)

Statements = Callable[[], AbstractContextManager[list[str]]]


def write(session: Session, number: int) -> list[int]:
    """So many entries, every other one with a detail; their ids."""
    return [
        audit.note(
            session,
            "thing:do",
            actor_id=None,
            at=NOW + timedelta(seconds=place),
            of=About(thing=f"t{place}", detail={"why": f"é {place}"} if place % 2 else None),
        )
        for place in range(number)
    ]


def sealed(session: Session, number: int = 6) -> list[int]:
    """A log of so many entries, all linked."""
    ids = write(session, number)
    while chain.seal_in(session, NOW) == chain.BATCH:
        pass
    return ids


@contextmanager
def as_owner(session: Session) -> Iterator[Connection]:
    """Whoever owns the database and may do everything with it, until the block ends."""
    connection = session.connection()
    with connection.begin_nested() as inner:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            frozen = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%audit%'"
            for name in connection.execute(text(frozen)).scalars().all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        yield connection
        inner.rollback()


def verify_after(session: Session, *changes: str, **given: Any) -> Verified:
    """What verifying says once somebody has run these statements past the program."""
    with as_owner(session) as connection:
        for change in changes:
            connection.execute(text(change), given)
        return chain.verify(session)


def test_a_log_that_nobody_touched_is_whole(session: Session):
    sealed(session)

    assert chain.verify(session) == Verified(links=7, erased=0, waiting=0, waiting_since=None)


def test_an_empty_log_is_whole_and_has_no_head(session: Session):
    assert chain.verify(session) == Verified(links=0, erased=0, waiting=0, waiting_since=None)
    assert chain.head(session) == chain.NO_HEAD


def test_what_no_link_holds_yet_is_said_with_its_number_and_since_when(session: Session):
    sealed(session)
    write(session, 3)

    assert chain.verify(session) == Verified(links=7, erased=0, waiting=3, waiting_since=NOW)


def test_entries_committed_late_with_smaller_numbers_are_linked_later(session: Session):
    sealed(session, 2)
    late = insert(AuditEntry).values(
        id=-5, at=NOW, action="late:one", result=Result.DONE, thing="", commitment=""
    )
    session.connection().execute(late)
    session.add(audit.AuditWaiting(entry_id=-5))
    session.flush()
    write(session, 1)
    chain.seal_in(session, NOW)

    order = session.exec(select(AuditLink.entry_id).order_by(col(AuditLink.seq))).all()

    assert order[3] == -5
    assert chain.verify(session).is_whole


@pytest.fixture
def _small_pages(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(chain, "PAGE", 3)
    monkeypatch.setattr(chain, "BATCH", 4)
    chain._statements.cache_clear()
    yield
    chain._statements.cache_clear()


@pytest.mark.usefixtures("_small_pages")
@pytest.mark.parametrize("number", [10, 11, 12])
def test_a_long_log_is_linked_and_verified_in_batches(session: Session, number: int):
    sealed(session, number)

    assert chain.verify(session).links == number + 1


def test_erased_details_leave_the_chain_whole_and_are_counted(session: Session):
    ids = sealed(session)
    session.connection().execute(
        AuditDetail.__table__.delete().where(col(AuditDetail.entry_id) == ids[1])  # pyright: ignore[reportAttributeAccessIssue] - SQLModel does not declare it
    )

    assert chain.verify(session) == Verified(links=7, erased=1, waiting=0, waiting_since=None)


DOES_NOT_FIT = (
    "Link {seq} does not fit: it, its entry or what stood before it was changed, or "
    "somebody without the secret made it."
)


def broken(seq: int, why: str, *, waiting: int = 0) -> Verified:
    """A chain whose first fault is at `seq`."""
    erased, since = 0, NOW if waiting else None
    return Verified(seq - 1, erased, waiting, since, seq, why.format(seq=seq))


def test_each_way_of_changing_the_log_is_found_and_named(session: Session):
    third, fourth = sealed(session)[2:4]
    here: dict[str, Any] = {"third": third, "fourth": fourth}

    def after(*changes: str) -> Verified:
        names = {name for name in here if any(f":{name}" in change for change in changes)}
        with as_owner(session) as connection:
            for change in changes:
                given = {name: here[name] for name in names if f":{name}" in change}
                connection.execute(text(change), given)
            return chain.verify(session)

    edited = after("UPDATE audit_entry SET thing = 'other' WHERE id = :third")
    swapped = after(
        "UPDATE audit_link SET entry_id = -1 WHERE seq = 4",
        "UPDATE audit_link SET entry_id = :third WHERE seq = 5",
        "UPDATE audit_link SET entry_id = :fourth WHERE seq = 4",
    )
    without_entry = after("DELETE FROM audit_entry WHERE id = :third")
    without_link = after("DELETE FROM audit_link WHERE seq = 4")
    without_both = after(
        "DELETE FROM audit_link WHERE seq = 4", "DELETE FROM audit_entry WHERE id = :third"
    )
    closed_up = after(
        "DELETE FROM audit_link WHERE seq = 4",
        "DELETE FROM audit_entry WHERE id = :third",
        "UPDATE audit_link SET seq = 4 WHERE seq = 5",
        "UPDATE audit_link SET seq = 5 WHERE seq = 6",
        "UPDATE audit_link SET seq = 6 WHERE seq = 7",
    )
    reworded = after("UPDATE audit_detail SET text = '{}' WHERE entry_id = :fourth")
    added = after("INSERT INTO audit_detail (entry_id, salt, text) VALUES (:third, '', '{}')")
    forged = after(
        "INSERT INTO audit_entry (id, at, action, result, thing, commitment) "
        "VALUES (900, '2026-03-02 09:00:00', 'made:up', 'done', '', '')",
        f"INSERT INTO audit_link (seq, entry_id, hash) VALUES (8, 900, '{'0' * 64}')",
    )
    never_linked = after("DELETE FROM audit_link WHERE seq = 7")
    beheaded = after("DELETE FROM audit_link WHERE seq = 1")

    detail = "What the entry of link {seq} says in detail was changed."
    assert edited == broken(4, DOES_NOT_FIT)
    assert swapped == broken(4, DOES_NOT_FIT)
    assert without_entry == broken(4, "The entry of link {seq} is missing.")
    assert without_link == without_both == broken(4, "Link {seq} is missing.")
    assert closed_up == broken(4, DOES_NOT_FIT)
    assert reworded == broken(5, detail)
    assert added == broken(4, detail)
    assert forged == broken(8, DOES_NOT_FIT)
    assert never_linked.broken == (
        "Of what was written, 1 entry is linked nowhere and waits nowhere."
    )
    assert beheaded == broken(1, "Link {seq} is missing.")


COLUMNS = {
    "audit_entry": ("at", "actor_id", "action", "result", "about_id", "thing", "commitment"),
    "audit_link": ("hash", "entry_id", "seq"),
    "audit_detail": ("salt", "text"),
}

PLACES = [(table, column) for table, columns in COLUMNS.items() for column in columns]

OTHER = {
    "at": st.integers(-(10**9), 10**9).map(lambda seconds: NOW + timedelta(seconds=seconds)),
    "actor_id": st.integers(-9, 2**31 - 1),
    "about_id": st.integers(-9, 2**31 - 1),
    "entry_id": st.integers(-9, -1),
    "seq": st.one_of(st.integers(-9, 0), st.integers(8, 2**31 - 1)),
}
ANY_TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=120)
@given(data=st.data())
def test_no_single_value_can_be_changed_unseen(session: Session, data: st.DataObject):
    with session.connection().begin_nested() as inner:
        sealed(session)
        table, column = data.draw(st.sampled_from(PLACES))
        key = "seq" if table == "audit_link" else "id" if table == "audit_entry" else "entry_id"
        with as_owner(session) as connection:
            rows = connection.execute(text(f"SELECT {key}, {column} FROM {table}")).all()
            row = data.draw(st.sampled_from(rows))
            value = data.draw(OTHER.get(column, ANY_TEXT))
            if column == "at":
                value = value.strftime("%Y-%m-%d %H:%M:%S.%f")
            cast = "CAST(:value AS timestamptz)" if column == "at" else ":value"
            if connection.dialect.name == "sqlite":
                cast = ":value"
            change = f"UPDATE {table} SET {column} = {cast} WHERE {key} = :key"
            connection.execute(text(change), {"value": value, "key": row[0]})
            after = connection.execute(text(f"SELECT {key}, {column} FROM {table}")).all()

            assert chain.verify(session).is_whole == (sorted(after) == sorted(rows))
        inner.rollback()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(data=st.data())
def test_nothing_can_be_removed_or_put_elsewhere_unseen(session: Session, data: st.DataObject):
    with session.connection().begin_nested() as inner:
        sealed(session)
        whole = chain.head(session)
        gone = data.draw(st.sets(st.integers(1, whole.seq), min_size=1))
        tables = data.draw(st.sampled_from([("link",), ("entry",), ("link", "entry")]))
        closes_up = data.draw(st.booleans())
        with as_owner(session) as connection:
            entries = dict(connection.execute(text("SELECT seq, entry_id FROM audit_link")).all())
            for seq in gone:
                if "link" in tables:
                    connection.execute(text("DELETE FROM audit_link WHERE seq = :s"), {"s": seq})
                if "entry" in tables:
                    there = {"e": entries[seq]}
                    connection.execute(text("DELETE FROM audit_detail WHERE entry_id = :e"), there)
                    connection.execute(text("DELETE FROM audit_entry WHERE id = :e"), there)
            if closes_up and "link" in tables:
                left = sorted(set(entries) - gone)
                for place, seq in enumerate(left, 1):
                    moved = {"place": place, "seq": seq}
                    connection.execute(
                        text("UPDATE audit_link SET seq = :place WHERE seq = :seq"), moved
                    )

            assert not chain.verify(session, whole).is_whole
        inner.rollback()


def test_a_cut_end_is_found_by_the_head_that_was_published_and_by_that_alone(session: Session):
    sealed(session)
    published = chain.head(session)
    with as_owner(session) as connection:
        last = "SELECT entry_id FROM audit_link WHERE seq = 7"
        for table, key in (("audit_detail", "entry_id"), ("audit_link", "entry_id")):
            entry = connection.execute(text(last)).scalar()
            connection.execute(text(f"DELETE FROM {table} WHERE {key} = :e"), {"e": entry})
        connection.execute(text("DELETE FROM audit_entry WHERE id = :e"), {"e": entry})

        assert chain.verify(session).is_whole
        assert chain.verify(session, published) == broken(
            7, "Link {seq} is missing: the log was cut off before the head that was published."
        )


def test_a_log_made_anew_with_the_secret_is_not_the_one_that_was_published(session: Session):
    sealed(session)
    published = Head(5, "0" * 64)

    assert chain.verify(session, published) == broken(
        5, "Link {seq} is not the one that was published."
    )
    assert chain.verify(session, chain.head(session)).is_whole


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Goes on with another secret."""

    def change(to: str) -> None:
        monkeypatch.setenv("COACH_SECRET", to)
        environment.settings.cache_clear()
        keys._secret.cache_clear()

    yield change
    monkeypatch.undo()
    environment.settings.cache_clear()
    keys._secret.cache_clear()


def test_a_changed_secret_is_told_as_that(session: Session, secret: Callable[[str], None]):
    secret("the first secret of this installation")
    sealed(session, 2)
    secret("another secret, that came with a move")
    write(session, 1)
    chain.seal_in(session, NOW)

    told = "From link {seq} on the log was sealed with another secret than this program has, so"
    with_new = chain.verify(session)
    secret("the first secret of this installation")
    with_old = chain.verify(session)

    assert (with_new.broken_at, with_new.links) == (1, 5)
    assert with_new.broken.startswith(told.format(seq=1))
    assert (with_old.broken_at, with_old.links) == (4, 5)
    assert with_old.broken.startswith(told.format(seq=4))


def test_what_somebody_put_back_to_wait_stops_nobody(session: Session):
    ids = sealed(session)
    session.add(audit.AuditWaiting(entry_id=ids[0]))
    session.flush()
    write(session, 1)
    chain.seal_in(session, NOW)

    assert chain.verify(session) == Verified(links=8, erased=0, waiting=0, waiting_since=None)


def test_both_databases_make_the_same_links(session: Session, secret: Callable[[str], None]):
    secret("a secret to compare two databases by")
    row = session.connection().execute(
        insert(AuditEntry).returning(AuditEntry.__table__.c.id),  # pyright: ignore[reportAttributeAccessIssue] - SQLModel does not declare it
        {
            "id": 7_000_000,
            "at": NOW,
            "action": "thing:do",
            "result": Result.READ,
            "thing": "é",
            "commitment": "",
        },
    )
    entry_id = row.scalar_one()
    fields = chain._statements(session.connection().dialect.name)
    session.add(audit.AuditWaiting(entry_id=entry_id))
    session.flush()
    entry = tuple(session.connection().execute(fields.waiting).one())[1:]

    made = chain.link_of(keys.key("audit"), 2, "before", entry)

    assert made == chain.link_of(
        keys.key("audit"),
        2,
        "before",
        (7_000_000, "2026-03-02 09:00:00.000125", None, "thing:do", "read", None, "é", ""),
    )


@pytest.fixture
def opened(database_url: str) -> Iterator[None]:
    """The store of this process, on a database of the test's own."""
    store.open_at(database_url)
    yield
    store.open_at(None)


@pytest.mark.usefixtures("opened")
def test_several_who_link_at_once_link_each_entry_once():
    with store.transaction() as session:
        write(session, 300)
    ready = threading.Barrier(4)

    def link() -> None:
        ready.wait()
        for _turn in range(20):
            chain.seal(NOW)
            with store.transaction() as session:
                write(session, 2)

    threads = [threading.Thread(target=link) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    chain.seal(NOW)

    with store.reading() as session:
        assert chain.verify(session) == Verified(461, 0, 0, None)


@pytest.mark.usefixtures("opened")
def test_an_idle_program_takes_no_write_lock():
    with store.transaction() as session:
        write(session, 1)
    assert chain.seal(NOW) == 1

    taken: list[str] = []
    original = store.transaction
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "transaction", lambda: taken.append("taken") or original())
        assert chain.seal(NOW) == 0

    assert taken == []


@pytest.mark.usefixtures("opened")
def test_the_loop_outlives_a_database_that_is_away(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with store.transaction() as session:
        write(session, 2)
    store.open_at(f"sqlite:///{tmp_path}/nowhere/none.db")
    monkeypatch.setattr(chain, "PAUSE", timedelta(seconds=0.5))
    stop, failed = threading.Event(), threading.Event()
    monkeypatch.setattr(chain._log, "exception", lambda *_given: failed.set())
    loop = threading.Thread(target=chain.run_forever, args=(stop,))
    loop.start()
    assert failed.wait(20)
    store.open_at(database_url)
    store.engine()

    def is_linked() -> bool:
        with store.reading() as session:
            return chain.head(session).seq == 3

    while not is_linked():
        stop.wait(0.01)
    stop.set()
    loop.join()


def test_every_statement_of_verifying_is_there_once_however_long_the_log(
    session: Session, statements: Statements
):
    sealed(session, 1)
    with statements() as few:
        chain.verify(session)
    sealed(session, 300)
    with statements() as many:
        chain.verify(session)

    assert len(few) == len(many)
