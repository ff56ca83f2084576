"""Figures of 500 managers over a year, and what a manager's home asks at 1,000 sessions a rep."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Engine, event, text
from sqlmodel import Session, select

from coach_the_coach.cadence.figures.making.actions import make_month
from coach_the_coach.cadence.figures.queries import (
    by_coach,
    figures_of,
    home_panel,
    months_until,
    team_figures,
)
from coach_the_coach.cadence.figures.rules import kept_rate, together
from coach_the_coach.coaching.log.queries import log_page, next_lines, team_lines
from coach_the_coach.foundation import store
from coach_the_coach.home.queries import next_list, own_focus
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.actions import rebuild_reach
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.talk.queries import asked_first_trend
from tests import postgres
from tests.bench.bench_people import managers
from tests.bench.coached import MONTHS, a_year, sessions
from tests.bench.measure import Row, side_by_side
from tests.cast import NOW, Cast, people
from tests.databases import Databases

MANAGERS: Final = 500
FEW: Final = 10
MANY: Final = 1000

AIM_MS: Final = 100.0
"""How long figures of all of them may take. Source: docs/method.md#making-figures."""

AIM: Final = 1.5
"""How many times longer a home may take at many sessions a rep. Source: as above."""

Read = Callable[[Session, Actor], Any]


@dataclass(frozen=True)
class Company:
    """A loaded database, and those who read in it."""

    engine: Engine
    leader: Actor
    few: Actor
    many: Actor


def main() -> list[Row]:
    """Each on SQLite and PostgreSQL; more statements for more sessions end the run."""
    with postgres.serving(postgres.FAST) as run:
        rows: list[Row] = []
        for kind, name in (("sqlite", "SQLite"), ("postgres", "PostgreSQL")):
            with _company(Databases(kind, run, "bench")) as company:
                rows += _leaders(company, name) + _homes(company, name)
    return rows


def _leaders(company: Company, name: str) -> list[Row]:
    """The figures of everybody beside the aim."""
    reads: dict[str, Read] = {
        "kept rate and shares": lambda session, actor: _shares(session, actor),
        "the page of them": lambda session, actor: team_figures(session, actor, at=NOW),
    }
    rows = []
    for what, read in reads.items():
        taken = _median(company.engine, company.leader, read)
        rows.append(Row(f"{MANAGERS} managers, {what}", name, taken, "the aim", AIM_MS))
        met = "met" if taken <= AIM_MS else "not met"
        print(f"{what} of {MANAGERS} managers, {name}: {taken:.0f} ms, the aim is {met}")
    return rows


def _shares(session: Session, actor: Actor) -> object:
    """Kept rate of each over the year, and of all."""
    found = by_coach(session, actor, months=MONTHS, at=NOW)
    if len(found) != MANAGERS:
        raise ValueError(f"{len(found)} managers")
    return [kept_rate(together(each)) for each in found.values()]


def _homes(company: Company, name: str) -> list[Row]:
    """A manager at 1,000 sessions a rep beside one at 10."""
    reads: dict[str, Read] = {
        "home": _home,
        "figures": lambda session, actor: figures_of(
            session, actor, public_id=actor.public_id, at=NOW
        ),
        "the log": lambda session, actor: log_page(session, actor, at=NOW),
        "those one coaches": lambda session, actor: team_lines(session, actor, at=NOW),
        "next steps": lambda session, actor: next_lines(session, actor, at=NOW),
    }
    rows = []
    for what, read in reads.items():
        sent = [_statements(company.engine, actor, read) for actor in (company.few, company.many)]
        if sent[0] != sent[1]:
            raise SystemExit(f"{what}: {sent[0]} statements at {FEW} sessions, {sent[1]} at {MANY}")
        row = side_by_side(
            f"{what}, {name}, {sent[0]} statements",
            (f"{MANY} a rep", lambda read=read: _read(company.engine, company.many, read)),
            (f"{FEW} a rep", lambda read=read: _read(company.engine, company.few, read)),
            rounds=60,
        )
        met = "met" if row.ratio <= AIM else "not met"
        print(f"{what} at {MANY} sessions a rep, {name}: {row.ratio:.2f} x, the aim is {met}")
        rows.append(row)
    return rows


def _home(session: Session, actor: Actor) -> None:
    """All that `HomeState.load` asks."""
    next_list(session, actor, at=NOW)
    own_focus(session, actor, at=NOW)
    asked_first_trend(session, actor)
    home_panel(session, actor, at=NOW)


def _read(engine: Engine, actor: Actor, read: Read) -> None:
    with Session(engine) as session:
        read(session, actor)


def _median(engine: Engine, actor: Actor, read: Read) -> float:
    """In milliseconds; of SQLite, which is part of this process, in its own time.

    Another's work on the machine does not count there.
    """
    clock = time.process_time if engine.dialect.name == "sqlite" else time.perf_counter
    taken = []
    for number in range(16):
        begun = clock()
        _read(engine, actor, read)
        if number:
            taken.append((clock() - begun) * 1000)
    return statistics.median(taken)


def _statements(engine: Engine, actor: Actor, read: Read) -> int:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        _read(engine, actor, read)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(sent)


@contextmanager
def _company(databases: Databases) -> Iterator[Company]:
    """500 managers below Odd with a year of months; Mo at ten sessions a rep, Mia at a thousand."""
    engine = store.connect(databases.fresh())
    with Session(engine, expire_on_commit=False) as session:
        cast = people(session)
        made = [*managers(session, cast.odd, MANAGERS - 1), cast.sol]
        reps = managers(session, cast.mia, 2)
        # They are led by Mia, and lead nobody.
        everybody = session.exec(select(Person.id)).all()
        rebuild_reach(session, [one or 0 for one in everybody], NOW.date())
        a_year(session, [one.id or 0 for one in made], at=NOW)
        sessions(session, cast.mo, [cast.rae, cast.ren], FEW, at=NOW)
        sessions(session, cast.mia, reps, MANY, at=NOW)
        for coach in (cast.mo, cast.mia):
            for month in months_until(NOW.date(), MONTHS):
                make_month(session, coach.id or 0, month, at=NOW)
        session.commit()
        session.connection().execute(text("ANALYZE"))
        company = Company(engine, *_actors(cast))
        session.commit()
    yield company
    engine.dispose()


def _actors(cast: Cast) -> tuple[Actor, Actor, Actor]:
    return cast.actor(cast.odd), cast.actor(cast.mo), cast.actor(cast.mia)
