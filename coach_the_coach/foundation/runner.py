"""What runs beside a server: in each worker a thread for the jobs, and one that seals the log.

They start and stop with it. The lease in the database sees to it that a job is done once, and a
lock that each entry is linked once, however many workers there are.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event, Thread
from time import monotonic
from typing import Final

from coach_the_coach.foundation import chain, jobs

PATIENCE_SECONDS: Final = 1.0
"""How long a stopping server waits for a job; what is cut off is rolled back and done later.

Source: docs/method.md#serving.
"""


@asynccontextmanager
async def jobs_running() -> AsyncIterator[None]:
    """Do what falls due while the block lasts: `app.register_lifespan_task(jobs_running)`."""
    stop = Event()
    work = {"jobs": jobs.run_forever, "chain": chain.run_forever}
    loops = [Thread(target=run, args=(stop,), name=name, daemon=True) for name, run in work.items()]
    for loop in loops:
        loop.start()
    try:
        yield
    finally:
        stop.set()
        until = monotonic() + PATIENCE_SECONDS
        for loop in loops:
            await asyncio.to_thread(loop.join, max(0.0, until - monotonic()))
