"""How far 5,000 managers are on three paths each, and what one new session in a log costs."""

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, event, text
from sqlmodel import Session, func, select

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

AIM_ALL_MS: Final = 30_000.0
"""How long all of them may take. Source: docs/method.md#making-progress."""

AIM_ONE_MS: Final = 20.0
"""How long one person may take after a new session. Source: docs/method.md#making-progress."""


def main() -> list[Row]:
    """Both on SQLite and on PostgreSQL, beside the aims."""
    with tempfile.TemporaryDirectory() as folder:
        rows = measured(store.connect(Databases("sqlite", Path(folder), "bench").fresh()), "SQLite")
    try:
        with postgres.serving(postgres.FAST) as run:
            url = Databases("postgres", run, "bench").fresh()
            rows += measured(store.connect(url), "PostgreSQL")
    except postgres.NoPostgres as error:
        print(f"progress on PostgreSQL not measured: {error}")
    return rows


def measured(engine: Engine, name: str, number: int = MANAGERS) -> list[Row]:
    """Everybody in batches as the job makes them, twice; then one after each new session."""
    with Session(engine, expire_on_commit=False) as session:
        cast = people(session)
        managers = managers_on_paths(session, cast, number)
        session.commit()
        session.connection().execute(text("ANALYZE"))
        session.commit()
        coached = cast.rae
    sent = [_statements(engine, managers[:some]) for some in (1, 30)]
    if sent[0] != sent[1]:
        raise SystemExit(f"{sent[0]} statements for one, {sent[1]} for thirty")
    rows = [
        Row(f"progress of {number}, {what}", name, _all(engine, managers), "the aim", AIM_ALL_MS)
        for what in ("the first time", "anew")
    ]
    with Session(engine) as session:
        made = session.exec(select(func.count()).select_from(Progress)).one()
    if made != number * len(PATHS):
        raise SystemExit(f"{made} rows made")
    rows.append(
        Row(
            f"one new session, {sent[0]} statements",
            name,
            _one(engine, managers, coached),
            "the aim",
            AIM_ONE_MS,
        )
    )
    for row in rows:
        met = "met" if row.ratio <= 1 else "not met"
        print(f"{row.what}, {name}: {row.this_ms:.1f} ms, the aim is {met}")
    engine.dispose()
    return rows


def _all(engine: Engine, managers: list[int]) -> float:
    """In milliseconds, with each commit."""
    clock = _clock(engine)
    begun = clock()
    for start in range(0, len(managers), BATCH):
        with Session(engine) as session:
            make_now(session, managers[start : start + BATCH], at=NOW)
            session.commit()
    return (clock() - begun) * 1000


def _one(engine: Engine, managers: list[int], coached: Person) -> float:
    """The median of a round of the job that finds one person behind."""
    clock, taken = _clock(engine), []
    with Session(engine) as session:
        make_progress(session, {}, NOW)
        # As the next rounds are handed it.
        [said] = session.exec(select(Job.payload).where(Job.kind == MAKES)).all()
        payload = json.loads(said)
        session.commit()
    for place, who in enumerate(managers[:ROUNDS]):
        at = NOW + timedelta(seconds=1 + place)
        with Session(engine) as session:
            kept.log(session, session.get_one(Person, who), coached, NOW.date(), at=at)
            session.commit()
        begun = clock()
        with Session(engine) as session:
            if len(session.exec(select(Behind)).all()) != 1:
                raise SystemExit("more than one person is behind")
            make_progress(session, payload, at)
            session.commit()
        taken.append((clock() - begun) * 1000)
        with Session(engine) as session:
            latest = session.exec(select(Progress).where(Progress.made_at == at)).all()
        if {one.person_id for one in latest} != {who}:
            raise SystemExit("another person was made")
    return statistics.median(taken)


def _clock(engine: Engine) -> Callable[[], float]:
    """Of SQLite, which is part of this process, its own time: another's work does not count."""
    return time.process_time if engine.dialect.name == "sqlite" else time.perf_counter


def _statements(engine: Engine, people: list[int]) -> int:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        with Session(engine) as session:
            make_now(session, people, at=NOW)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(sent)
