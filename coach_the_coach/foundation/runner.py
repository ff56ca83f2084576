"""The job loop beside a server: one thread in each worker, started and stopped with it.

The lease in the database sees to it that a job is done once, however many workers there are.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event, Thread
from typing import Final

from coach_the_coach.foundation import jobs

PATIENCE_SECONDS: Final = 1.0
"""How long a stopping server waits for a job; what is cut off is rolled back and done later.

Source: docs/method.md#serving.
"""


@asynccontextmanager
async def jobs_running() -> AsyncIterator[None]:
    """Do what falls due while the block lasts: `app.register_lifespan_task(jobs_running)`."""
    stop = Event()
    loop = Thread(target=jobs.run_forever, args=(stop,), name="jobs", daemon=True)
    loop.start()
    try:
        yield
    finally:
        stop.set()
        await asyncio.to_thread(loop.join, PATIENCE_SECONDS)
