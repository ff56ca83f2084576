"""How far 5,000 managers are on three paths each, and what one new session in a log costs."""

import json
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import event, text
from sqlmodel import func, select

from coach_the_coach.certification.progress.making.actions import (
    BATCH,
    MAKES,
    make_now,
    make_progress,
)
from coach_the_coach.certification.tables import Progress
from coach_the_coach.evidence.tables import Behind
from coach_the_coach.foundation import store
from coach_the_coach.foundation.jobs import Job
from coach_the_coach.identity.tables import Person
from tests import postgres
from tests.bench.certified import PATHS, managers_on_paths
from tests.bench.measure import Row
from tests.cast import NOW, people
from tests.certification import kept
from tests.databases import Databases

MANAGERS: Final = 5_000
ROUNDS: Final = 40
"""New sessions in a log, each of another manager."""

AT_ONCE: Final = (1, 30)
"""People whose progress must be made in the same number of statements."""

AIM_ALL_MS: Final = 30_000.0
"""How long all of them may take. Source: docs/method.md#making-progress."""

AIM_ONE_MS: Final = 20.0
"""How long one person may take after a new session. Source: docs/method.md#making-progress."""


class Taken(NamedTuple):
    """How long it took, in milliseconds."""

    whole: float
    own: float
    """Of processors, in this process and in PostgreSQL's that answers it: of nobody else's work."""


def main() -> list[Row]:
    """Both on SQLite and on PostgreSQL, beside the aims."""
    rows: list[Row] = []
    try:
        with tempfile.TemporaryDirectory() as folder:
            rows += measured(Databases("sqlite", Path(folder), "bench").fresh(), "SQLite")
        with postgres.serving(postgres.FAST) as run:
            rows += measured(Databases("postgres", run, "bench").fresh(), "PostgreSQL")
    except postgres.NoPostgres as error:
        print(f"progress on PostgreSQL not measured: {error}")
    finally:
        store.open_at(None)
    return rows


def measured(url: str, name: str, number: int = MANAGERS) -> list[Row]:
    """Everybody in batches as the job makes them, twice; then one after each new session.

    On SQLite in processor time, whose part it is; on PostgreSQL in both.
    """
    store.open_at(url)
    with store.transaction() as session:
        cast = people(session)
        managers, coached = managers_on_paths(session, cast, number), cast.rae
    with store.transaction() as session:
        session.connection().execute(text("ANALYZE"))
    took = [
        (f"progress of {number}, {what}", AIM_ALL_MS, _all(managers))
        for what in ("the first time", "anew")
    ]
    with store.reading() as session:
        made = session.exec(select(func.count()).select_from(Progress)).one()
    if made != number * len(PATHS):
        raise SystemExit(f"{made} rows made")
    sent = [_statements(managers[:some]) for some in AT_ONCE]
    if sent[0] != sent[1]:
        raise SystemExit(f"{sent[0]} statements for {AT_ONCE[0]}, {sent[1]} for {AT_ONCE[1]}")
    what = f"one new session, {sent[0]} statements"
    took.append((what, AIM_ONE_MS, _one(managers, coached)))
    rows = [row for what, aim, one in took for row in _rows(what, name, one, aim)]
    for row in rows:
        met = "met" if row.ratio <= 1 else "not met"
        print(f"{row.what}, {row.this}: {row.this_ms:.1f} ms, the aim is {met}")
    return rows


def _rows(what: str, name: str, taken: Taken, aim: float) -> list[Row]:
    own = Row(what, f"{name}, CPU", taken.own, "the aim", aim)
    return [own] if name == "SQLite" else [Row(what, name, taken.whole, "the aim", aim), own]


def _all(managers: list[int]) -> Taken:
    """With each commit."""
    begun = _now()
    for start in range(0, len(managers), BATCH):
        with store.transaction(store.PROGRAM) as session:
            make_now(session, managers[start : start + BATCH], at=NOW)
    return _since(begun)


def _one(managers: list[int], coached: Person) -> Taken:
    """The median of a round of the job that finds one person behind."""
    taken = []
    with store.transaction(store.PROGRAM) as session:
        make_progress(session, {}, NOW)
        # As the next rounds are handed it.
        [said] = session.exec(select(Job.payload).where(Job.kind == MAKES)).all()
        payload = json.loads(said)
    for place, who in enumerate(managers[:ROUNDS]):
        at = NOW + timedelta(seconds=1 + place)
        with store.transaction(store.PROGRAM) as session:
            kept.log(session, session.get_one(Person, who), coached, NOW.date(), at=at)
        with store.reading() as session:
            if session.exec(select(Behind.person_id)).all() != [who]:
                raise SystemExit("more than one person is behind")
        begun = _now()
        with store.transaction(store.PROGRAM) as session:
            make_progress(session, payload, at)
        taken.append(_since(begun))
        with store.reading() as session:
            latest = session.exec(select(Progress.person_id).where(Progress.made_at == at))
            if set(latest) != {who}:
                raise SystemExit("another person was made")
    return Taken(*(statistics.median(each) for each in zip(*taken, strict=True)))


def _now() -> Taken:
    return Taken(time.perf_counter() * 1000, time.process_time() * 1000 + _answering())


def _answering() -> float:
    """What PostgreSQL's process took so far that answers this one, where the system tells."""
    if store.engine().dialect.name == "sqlite":
        return 0.0
    # Whoever asks one after another is always given the same connection.
    with store.reading() as session:
        number = session.connection().execute(text("SELECT pg_backend_pid()")).scalar_one()
    told = Path(f"/proc/{number}/schedstat")
    return int(told.read_text().split()[0]) / 1e6 if told.exists() else 0.0


def _since(begun: Taken) -> Taken:
    now = _now()
    return Taken(now.whole - begun.whole, now.own - begun.own)


def _statements(people: list[int]) -> int:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            sent.append(statement)

    event.listen(store.engine(), "before_cursor_execute", note)
    try:
        with store.transaction(store.PROGRAM) as session:
            make_now(session, people, at=NOW)
    finally:
        event.remove(store.engine(), "before_cursor_execute", note)
    return len(sent)
