"""Two who do something at the same moment, each on a connection of their own.

The first has done it and not committed yet when the second begins, so the second reads what was
before. They go on once the second waits for the first, or is done without having waited: so a race
is met each time, and not once in a hundred.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from coach_the_coach.foundation import store
from coach_the_coach.foundation.errors import Refusal
from coach_the_coach.foundation.viewer import NOBODY
from coach_the_coach.identity.oidc import Refused
from tests.cast import Cast, people

Doing = Callable[[Session], Any]

WAITING = text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
"""How many wait for somebody else. Each of these databases is one test's alone."""


@contextmanager
def company(database_url: str) -> Iterator[Cast]:
    """The cast in a database of the test's own, open as the program's."""
    store.open_at(database_url)
    try:
        with store.transaction() as session:
            cast = people(session)
        yield cast
    finally:
        store.open_at(None)


def _nothing(_session: Session) -> None:
    pass


def at_once(first: Doing, second: Doing, *, viewer: str = NOBODY) -> list[Any]:
    """What came of each: what it returned, or what it was refused with. A fault is raised."""
    return meanwhile(first, partial(_do, second, viewer), viewer=viewer)


def meanwhile(
    first: Doing, second: Callable[[], Any], *, then: Doing = _nothing, viewer: str = NOBODY
) -> list[Any]:
    """The same where the second opens its transactions itself; `then` is what the first goes on to.

    Whoever does a part each before they meet would wait in a ring.
    """
    with ThreadPoolExecutor(1) as threads:
        with store.transaction(viewer) as session:
            one = first(session)
            session.flush()
            other = threads.submit(second)
            _until_it_waits(other)
            then(session)
        return [one, other.result(timeout=30)]


def _do(work: Doing, viewer: str) -> Any:
    try:
        with store.transaction(viewer) as session:
            return work(session)
    except (Refusal, Refused) as refusal:
        return refusal


def _until_it_waits(other: "Future[Any]") -> None:
    """Until the second is done, or waits. On SQLite it waits for the first's commit to begin."""
    engine = store.engine()
    if engine.dialect.name == "sqlite":
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as watching:
        while not wait([other], timeout=0.02).done and not watching.execute(WAITING).scalar_one():
            pass
