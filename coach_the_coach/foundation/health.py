"""Whether what the server leans on answers: the database, and Redis where there is one.

Each is looked at once a second by a thread of its own, so that whoever asks is told from memory.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic
from typing import Final

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from coach_the_coach.foundation import store
from coach_the_coach.foundation.words import _
from coach_the_coach.settings import settings

LOOK_EVERY_SECONDS: Final = 1.0
"""How long lies between two looks. Source: docs/method.md#serving."""

PATIENCE_SECONDS: Final = 1.0
"""How long an answer may take. Source: docs/method.md#serving."""

KEY: Final = "coach_is_looking"
"""What is written to Redis at each look: one that is full, or only copies another, is no use."""

_log = logging.getLogger(__name__)


@dataclass
class Need:
    """One thing that the server leans on."""

    name: str
    ask: Callable[[], object]
    """Asks it, and raises where it cannot be used."""

    why: str = ""
    """What was wrong at the last look; empty for nothing."""

    answered: float = field(default_factory=monotonic)
    """When the last look came to an end, well or not."""

    looked: Event = field(default_factory=Event)
    """Set once there was a look."""

    def is_gone(self) -> bool:
        """Whether it cannot be used: so it said, or it has said nothing for too long."""
        silent = monotonic() - self.answered > LOOK_EVERY_SECONDS + 2 * PATIENCE_SECONDS
        return bool(self.why) or silent

    def look(self) -> None:
        """Ask once, and log where the answer is another than before."""
        before = self.why
        try:
            self.ask()
            self.why = ""
        except (RedisError, SQLAlchemyError, OSError) as error:
            self.why = told(error)
        self.answered = monotonic()
        self.looked.set()
        if self.why and not before:
            _log.error("%s cannot be used: %s", self.name, self.why)
        elif before and not self.why:
            _log.warning("%s can be used again", self.name)

    def look_until(self, stop: Event) -> None:
        """Look again and again."""
        while not stop.is_set():
            self.look()
            stop.wait(LOOK_EVERY_SECONDS)


class RedisLine:
    """One kept connection to Redis.

    A server that was started anew breaks it, and so is noticed however quick it was: it may have
    forgotten which worker each page is at.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.redis: Redis | None = None

    def ask(self) -> None:
        """Write one value. Raises RedisError."""
        try:
            self.redis = self.redis or Redis.from_url(
                self.url,
                single_connection_client=True,
                retry=Retry(NoBackoff(), 0),
                socket_timeout=PATIENCE_SECONDS,
                socket_connect_timeout=PATIENCE_SECONDS,
            )
            self.redis.set(KEY, "1", ex=60)
        except RedisError:
            self.close()
            raise

    def close(self) -> None:
        """End it."""
        if self.redis is not None:
            with suppress(RedisError, OSError):
                self.redis.close()
        self.redis = None


_needs: dict[str, Need] = {}


def told(error: Exception) -> str:
    """What an error says, on one line and without a full stop; a statement is no part of it."""
    own = getattr(error, "orig", None) or error
    # PostgreSQL shows the statement beneath its own words.
    words = getattr(getattr(own, "diag", None), "message_primary", None) or own
    return " ".join(str(words).split()).rstrip(".")


def missing() -> str:
    """A sentence that names what cannot be used; empty while everything can."""
    gone = [need.name for need in _needs.values() if need.is_gone()]
    return _("Not to be used just now: {what}.").format(what=", ".join(gone)) if gone else ""


def redis_is_gone() -> bool:
    """Whether there is a Redis that cannot be used, so that no page has a state."""
    return "Redis" in _needs and _needs["Redis"].is_gone()


def note_failure(error: RedisError) -> None:
    """Something else found that Redis cannot be used: so it is until the next look."""
    if "Redis" in _needs and not _needs["Redis"].why:
        _needs["Redis"].why = told(error)
        _log.error("Redis cannot be used: %s", told(error))


@asynccontextmanager
async def watched() -> AsyncIterator[None]:
    """Look after everything while the block lasts, which begins after the first looks."""
    stop = Event()
    # A connection of its own: where all others are busy the server is slow, and not gone.
    engine = store.connect(store.engine().url.render_as_string(hide_password=False))

    def ask_database() -> None:
        with engine.connect().execution_options(readonly=store.ALONE) as connection:
            connection.execute(text("SELECT 1"))

    _needs["database"] = Need(_("the database"), ask_database)
    if url := settings().redis_url:
        _needs["Redis"] = Need("Redis", RedisLine(url).ask)
    for need in _needs.values():
        Thread(target=need.look_until, args=(stop,), name=need.name, daemon=True).start()
    for need in _needs.values():
        await asyncio.to_thread(need.looked.wait, PATIENCE_SECONDS)
    try:
        yield
    finally:
        stop.set()
        _needs.clear()
