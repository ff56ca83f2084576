"""The lines between the server and its pages, while Redis is there and while it is not.

Without Redis a page has no state, and no worker knows at which of them it is. So its line is cut:
the page says that there is no connection, tries again, and is made known anew when Redis is back.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

from coach_the_coach.foundation import health

LOOK_EVERY_SECONDS: Final = 0.2
"""How soon lines are cut once it is known; it asks nobody. Source: docs/method.md#serving."""

ENDED: Final = {"type": "websocket.disconnect", "code": 1006}
"""What the app is told of a line that was cut: the same as of one that broke."""


class Line:
    """A socket that can be cut beneath Socket.IO, which would tell the browser to stay away."""

    def __init__(self, receive: Callable[[], Awaitable[Any]]) -> None:
        self._inner = receive
        self._waiting: asyncio.Future[Any] | None = None
        self._is_cut = False

    async def receive(self) -> Any:
        """What comes in next; the end, once it is cut."""
        if self._is_cut:
            return ENDED
        self._waiting = asyncio.ensure_future(self._inner())
        try:
            return await self._waiting
        except asyncio.CancelledError:
            if not self._is_cut:
                raise
            return ENDED

    def cut(self) -> None:
        """End it: the server closes what its app has left."""
        self._is_cut = True
        if self._waiting is not None:
            self._waiting.cancel()

    def __enter__(self) -> "Line":
        _open.add(self)
        return self

    def __exit__(self, *_error: object) -> None:
        _open.discard(self)


_open: set[Line] = set()
"""The lines of this worker."""


@asynccontextmanager
async def lines_watched() -> AsyncIterator[None]:
    """Look after what the server leans on, and cut its lines without Redis, while this lasts."""
    async with health.watched():
        cutting = asyncio.create_task(_cut_without_redis())
        try:
            yield
        finally:
            cutting.cancel()
            with suppress(asyncio.CancelledError):
                await cutting


async def _cut_without_redis() -> None:
    while True:
        if health.redis_is_gone():
            for line in [*_open]:
                line.cut()
        await asyncio.sleep(LOOK_EVERY_SECONDS)
