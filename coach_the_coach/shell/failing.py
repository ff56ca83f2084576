"""What a page is told where its own events cannot be answered: by hand, and once.

What is told by an event of the page asks the database and Redis for it. Without them that breaks as
well, and would be answered by the next such event, thousands of times a minute.
"""

import asyncio
from collections import deque
from typing import Any, Final

from redis import RedisError
from reflex_base.event.context import EventContext
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from coach_the_coach.foundation import health
from coach_the_coach.identity.updates import said

GONE: Final = (RedisError, OperationalError, InterfaceError, NoConnection)
"""What is raised where the database or Redis cannot be used."""

_answered: deque[str] = deque(maxlen=1000)
"""The events whose failure was answered last."""

_telling: set[asyncio.Task[Any]] = set()
"""What is being told, or nobody would keep it."""


def can_hear(exception: Exception) -> bool:
    """Whether an event may answer this failure: not one that is an answer, and not without both."""
    if isinstance(exception, RedisError):
        health.note_failure(exception)
    try:
        here = EventContext.get()
    except LookupError:
        return not isinstance(exception, GONE)
    was_answer = here.parent_txid in _answered
    _answered.append(here.txid)
    return not (was_answer or isinstance(exception, GONE))


def tell(text: str) -> None:
    """Show `text` in the page whose event this is, without asking for its state."""
    try:
        told = EventContext.get().emit_delta(said(text).delta)
    except LookupError:
        return
    task = asyncio.get_running_loop().create_task(told)
    _telling.add(task)
    task.add_done_callback(_telling.discard)
