"""The log at 200,000 entries: verifying all of it, a page of a trail, and a page of a search."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from sqlalchemy import Engine, insert, text
from sqlmodel import Session

from coach_the_coach.account.audit.queries import entries
from coach_the_coach.account.audit.rules import Search
from coach_the_coach.account.trail.queries import looked_at, own_acts
from coach_the_coach.foundation import audit, chain, store
from coach_the_coach.foundation.audit import AuditDetail, AuditEntry, AuditWaiting
from coach_the_coach.identity.access import Actor
from tests import postgres
from tests.bench.measure import Row, side_by_side
from tests.cast import NOW, people
from tests.databases import Databases

ENTRIES: Final = 200_000
ROUNDS: Final = 3
"""Verifying takes seconds, and says the same each time."""

ACTIONS: Final = ("talk:sign", "person:invite", "observation:read", "observation:open")


def main() -> list[Row]:
    """Each measure on SQLite beside PostgreSQL."""
    with _databases() as (light, heavy), _log(light) as one, _log(heavy) as other:
        return [
            _beside(f"verifying {ENTRIES} entries", one, other, _verify, rounds=ROUNDS),
            _beside("linking 1,000 entries", one, other, _link),
            _beside("who looked at my data", one, other, _trail),
            _beside("what I did, of 50,000", one, other, _own),
            _beside("the audit log, newest", one, other, _newest),
            _beside("the audit log, of a person", one, other, _of_a_person),
            _beside("the audit log, of a day", one, other, _of_a_day),
        ]


@contextmanager
def _databases() -> Iterator[tuple[Databases, Databases]]:
    """A maker of each kind of database; the server is ended afterwards."""
    with postgres.serving(postgres.FAST) as run:
        yield Databases("sqlite", run, "bench"), Databases("postgres", run, "bench")


Log = tuple[Engine, dict[str, Actor]]


@contextmanager
def _log(databases: Databases) -> Iterator[Log]:
    """A log of so many entries by four people about four others, all linked."""
    engine = store.connect(databases.fresh())
    with Session(engine, expire_on_commit=False) as session:
        cast = people(session)
        who = [cast.lena, cast.odd, cast.ada, cast.cleo]
        whom = [cast.mo, cast.sol, cast.mia, cast.rae]
        _write(session, [one.id or 0 for one in who], [one.id or 0 for one in whom], ENTRIES)
        while chain.seal_in(session, NOW):
            pass
        session.commit()
        session.connection().execute(text("ANALYZE"))
        actors = {key: cast.actor(getattr(cast, key)) for key in ("ada", "mo", "lena")}
        session.commit()
    yield engine, actors
    engine.dispose()


def _write(session: Session, who: list[int], whom: list[int], number: int) -> None:
    """So many entries over a year, in bulk; every other has a detail."""
    first = session.connection().execute(text("SELECT coalesce(max(id), 999999) FROM audit_entry"))
    start, salt = first.scalar_one() + 1, secrets.token_hex(16)
    said = audit.canonical({"why": "NotPermitted"})
    rows = [
        {
            "id": start + place,
            "at": NOW - timedelta(seconds=150 * (number - place)),
            "actor_id": who[place % 4],
            "action": ACTIONS[(place // 4) % 4],
            "result": audit.Result.DONE,
            "about_id": whom[(place // 4) % 4],
            "thing": secrets.token_hex(16),
            "commitment": audit.commitment(salt, said) if place % 2 else "",
        }
        for place in range(number)
    ]
    connection = session.connection()
    connection.execute(insert(AuditEntry), rows)
    details = [row["id"] for row in rows if row["commitment"]]
    if details:
        connection.execute(
            insert(AuditDetail), [{"entry_id": one, "salt": salt, "text": said} for one in details]
        )
    connection.execute(insert(AuditWaiting), [{"entry_id": row["id"]} for row in rows])


def _beside(what: str, light: Log, heavy: Log, work, rounds: int = 15) -> Row:
    return side_by_side(
        what,
        ("SQLite", lambda: work(*light)),
        ("PostgreSQL", lambda: work(*heavy)),
        rounds=rounds,
    )


def _verify(engine: Engine, _actors: dict[str, Actor]) -> None:
    with Session(engine) as session:
        found = chain.verify(session)
    if not found.is_whole:
        raise ValueError(found.broken)


def _link(engine: Engine, _actors: dict[str, Actor]) -> None:
    """One batch, which is taken back."""
    with Session(engine) as session:
        _write(session, [1, 2, 3, 4], [5, 6, 7, 8], chain.BATCH)
        chain.seal_in(session, NOW)
        session.rollback()


def _trail(engine: Engine, actors: dict[str, Actor]) -> None:
    with Session(engine) as session:
        looked_at(session, actors["mo"], page=0, at=NOW)


def _own(engine: Engine, actors: dict[str, Actor]) -> None:
    with Session(engine) as session:
        own_acts(session, actors["lena"], page=0, at=NOW)


def _search(engine: Engine, actors: dict[str, Actor], search: Search) -> None:
    with Session(engine) as session:
        entries(session, actors["ada"], search=search, page=0, at=NOW)


def _newest(engine: Engine, actors: dict[str, Actor]) -> None:
    _search(engine, actors, Search())


def _of_a_person(engine: Engine, actors: dict[str, Actor]) -> None:
    _search(engine, actors, Search(person="mo manager"))


def _of_a_day(engine: Engine, actors: dict[str, Actor]) -> None:
    _search(engine, actors, Search(on=NOW.date() - timedelta(days=30)))
