"""The job loop runs beside a server and ends with it."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import Session

from coach_the_coach.foundation import jobs, runner, store
from coach_the_coach.foundation.runner import jobs_running

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def opened(database_url: str) -> Iterator[None]:
    """The store of this process, on a database of the test's own."""
    store.open_at(database_url)
    yield
    store.open_at(None)


@pytest.mark.usefixtures("opened")
def test_what_is_due_is_done_while_the_server_runs_and_the_loop_ends_with_it(
    monkeypatch: pytest.MonkeyPatch,
):
    # Its work is done before it is committed: the machine may take longer over that.
    monkeypatch.setattr(runner, "PATIENCE_SECONDS", 60.0)
    done = threading.Event()
    heard: list[dict[str, Any]] = []

    @jobs.job("tests:heard")
    def hear(_session: Session, payload: dict[str, Any], _at: datetime) -> None:
        heard.append(payload)
        done.set()

    with store.transaction() as session:
        jobs.enqueue(session, "tests:heard", key="one", due_at=LONG_AGO, payload={"n": 1})

    async def serve() -> None:
        async with jobs_running():
            assert await asyncio.to_thread(done.wait, 60)

    asyncio.run(serve())

    assert heard == [{"n": 1}]
    assert "jobs" not in [thread.name for thread in threading.enumerate()]
