"""A hundred observers tap twice a second on one worker; on SQLite and on PostgreSQL."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from tests import postgres
from tests.bench.measure import Row
from tests.bench.program import coach_served
from tests.bench.watching import Watcher, watchers
from tests.bench.wire import Stream
from tests.databases import Databases

OBSERVERS: Final = 100
EVERY_SECONDS: Final = 0.5
SECONDS: Final = 15
WARM_SECONDS: Final = 3
"""What comes first is not counted: statements are compiled and threads begun."""

PLANNED: Final = int(OBSERVERS * SECONDS / EVERY_SECONDS)

LATE_SECONDS: Final = 20
"""Whoever is so late gives up: more than can be answered would only wait for ever longer."""

AIM_MS: Final = 100.0
"""What 95 % of the taps must stay under. Source: docs/method.md#speed."""


def main() -> list[Row]:
    """The 95th percentile beside its aim, on each database; whoever taps shares the machine."""
    rows = []
    for kind in ("sqlite", "postgres"):
        with tempfile.TemporaryDirectory() as made, _databases(kind, Path(made)) as databases:
            if databases is None:
                continue
            url = databases.fresh()
            tapping = watchers(url, OBSERVERS)
            with coach_served(Path(made) / "data", url) as port:
                taken = asyncio.run(_all_tap(port, tapping))
        taken.sort()
        worst = taken[int(len(taken) * 0.95)]
        rows.append(Row(f"100 observers, {kind}", "95 %", worst, "the aim", AIM_MS))
        met = "met" if worst <= AIM_MS else "not met"
        print(
            f"100 observers, {kind}: {len(taken)} of {PLANNED} taps, "
            f"median {statistics.median(taken):.0f} ms, 95 % under {worst:.0f} ms, "
            f"longest {taken[-1]:.0f} ms: the aim is {met}"
        )
    return rows


@contextmanager
def _databases(kind: str, folder: Path) -> Iterator[Databases | None]:
    """A maker of databases of this kind, its server ended afterwards; None without PostgreSQL."""
    if kind == "sqlite":
        yield Databases(kind, folder, "bench")
        return
    with ExitStack() as stack:
        try:
            run = stack.enter_context(postgres.serving())
        except postgres.NoPostgres as error:
            print(f"100 observers, {kind}: not measured, {error}")
            yield None
            return
        yield Databases(kind, run, "bench")


async def _all_tap(port: int, tapping: list[Watcher]) -> list[float]:
    """Everybody taps at their own moments; returns how long each tap took, in milliseconds."""
    begun = time.perf_counter()
    found = await asyncio.gather(
        *(
            _taps(Stream(port, one.secret, one.observation), begun + place * EVERY_SECONDS / 100)
            for place, one in enumerate(tapping)
        )
    )
    return [taken for one in found for taken in one]


async def _taps(stream: Stream, first: float) -> list[float]:
    """One observer; a tap that has to wait for the one before has waited since its moment."""
    await stream.open()
    taken = []
    for number in range(int((WARM_SECONDS + SECONDS) / EVERY_SECONDS)):
        moment = first + number * EVERY_SECONDS
        if time.perf_counter() - moment > LATE_SECONDS:
            break
        await asyncio.sleep(max(0.0, moment - time.perf_counter()))
        await stream.tap()
        if number * EVERY_SECONDS >= WARM_SECONDS:
            taken.append((time.perf_counter() - moment) * 1000)
    return taken
