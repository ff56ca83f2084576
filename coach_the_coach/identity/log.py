"""What the door, the guard and the marks write into the audit log: acts, refusals, readings."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from threading import Lock
from typing import Any, Final, TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from coach_the_coach.foundation import audit, store
from coach_the_coach.foundation.audit import About, Result, Told
from coach_the_coach.foundation.errors import (
    NotFound,
    NotFresh,
    NotPermitted,
    NotSignedIn,
    Refusal,
)
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor

Function = TypeVar("Function", bound=Callable[..., Any])

LOOKED: Final = audit.known("data:read", _("asked to see something"), Told.ADMIN)
"""What a refused reading is called, whose query has no name in the log."""

EVENT: Final = audit.known("event:send", _("used a part of a page"), Told.ADMIN)
"""What is called that the guard refused; its detail names the handler."""

ROUTE: Final = audit.known("route:call", _("called an address of the program"), Told.ADMIN)
"""What is called that a route refused; its detail names the endpoint."""

LEFT_OUT: Final = audit.known(
    "refusal:leave_out", _("was refused more often than is written down"), Told.ADMIN
)
"""The one entry that stands for all further refusals of a minute."""

MOST_OF_ONE: Final = 20
"""Refusals written down of one person in a minute. Source: docs/method.md#audit."""

MOST_OF_A_STRANGER: Final = 5
"""Refusals written down of one address in a minute. Source: docs/method.md#audit."""

MOST_OF_STRANGERS: Final = 60
"""Refusals written down of all who are not signed in, in a minute of a process.

Source: docs/method.md#audit.
"""

REFUSALS: Final = (NotPermitted, NotFound, NotSignedIn)
"""What is written down: what does not fit, or comes too late, is refused to nobody."""

NOTED: Final = "is_noted"
"""Attribute of a refusal that is written down: whoever meets it next writes no other entry."""

ONE_READING: Final = timedelta(minutes=1)
"""Reading the same thing again within this is the same reading. Source: docs/method.md#audit."""

_log = logging.getLogger(__name__)


@dataclass
class Flood:
    """How many refusals of whom were written down in the running minute of this process."""

    minute: int = 0
    written: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    def takes(self, limits: Mapping[str, int], at: datetime) -> bool | None:
        """Whether one more is written down; None for the one that says that no more will be."""
        with self.lock:
            minute = int(at.timestamp() // 60)
            if minute != self.minute:
                self.minute = minute
                self.written.clear()
            if any(self.written[key] > most for key, most in limits.items()):
                return False
            self.written.update(limits.keys())
            return None if any(self.written[key] > most for key, most in limits.items()) else True


flood = Flood()
"""The one count of this process, so that what is said of all strangers holds for all of them."""


@dataclass
class Who:
    """Who is acting, as soon as that is known."""

    actor: Actor | None = None


def name_of(work: Callable[..., Any]) -> str:
    """What the log calls this action; empty for one that leaves no entry.

    Raises TypeError for one that says neither: nothing is done that nobody decided about.
    """
    function = work.func if isinstance(work, partial) else work
    action = getattr(function, audit.MARK, None)
    if action is None:
        raise TypeError(f"{function.__qualname__} is marked neither logged nor unlogged")
    return action


def as_marked(wrapper: Function, work: Callable[..., Any]) -> Function:
    """`wrapper` with what the log calls `work`, if anything."""
    if (action := getattr(work, audit.MARK, None)) is not None:
        setattr(wrapper, audit.MARK, action)
    return wrapper


def done(session: Session, actor: Actor, action: str, at: datetime) -> None:
    """Write the entry of an act that is being committed."""
    of, is_nothing = session.info.pop(audit.ABOUT, None), session.info.pop(audit.NOTHING, False)
    if action and not is_nothing:
        audit.note(session, action, actor_id=actor.person_id, at=at, of=of)
    _write_read(session, session, actor, at)


def read(session: Session, actor: Actor, at: datetime) -> None:
    """Write down what a query, now over, read of somebody else."""
    if session.info.get(audit.SEEN):
        with store.transaction(store.NOBODY) as writing:
            _write_read(session, writing, actor, at)


def _write_read(read_in: Session, session: Session, actor: Actor, at: datetime) -> None:
    """An entry for each thing that was read, but for what was written down just before.

    A page asks several queries about the same thing: that it was read is one entry. What was looked
    for, which stands in the detail, is entered each time.
    """
    for action, of in read_in.info.pop(audit.SEEN, ()):
        who, since = actor.person_id, at - ONE_READING
        if of.detail or not audit.was_noted(session, action, actor_id=who, of=of, since=since):
            audit.note(session, action, actor_id=who, at=at, result=Result.READ, of=of)


@contextmanager
def refusals(action: str, at: datetime) -> Iterator[Who]:
    """Write down what is refused to somebody signed in, once its own work is taken back."""
    who = Who()
    try:
        yield who
    except (NotPermitted, NotFound) as refusal:
        # Whoever is asked to confirm that it is them is not refused yet.
        if who.actor is not None and not isinstance(refusal, NotFresh):
            refused(who.actor, action or LOOKED, refusal, at)
        raise


def refused(
    actor: Actor | None,
    action: str,
    refusal: Refusal,
    at: datetime,
    *,
    what: str = "",
    address: str = "",
) -> None:
    """Write down one refusal, once, and of many in one minute only the first.

    `what` names a handler or an endpoint, `address` where somebody not signed in came from. What
    cannot be written down is refused all the same.
    """
    is_one = isinstance(refusal, REFUSALS) and not isinstance(refusal, NotFresh)
    if not is_one or getattr(refusal, NOTED, False):
        return
    setattr(refusal, NOTED, True)
    address = "" if actor else address[:60]
    taken = flood.takes(_limits(actor, address), at)
    if taken is False:
        return
    # Half a character, which a browser may send, is text to nothing that stores it.
    named = what[-80:].replace("\0", "").encode(errors="replace").decode()
    told = {"why": type(refusal).__name__, "what": named, "address": address}
    of = About(detail={name: value for name, value in told.items() if value})
    try:
        _write_refused(actor, action if taken else LEFT_OUT, of, at)
    except SQLAlchemyError:
        _log.exception("a refusal could not be written down")


def _limits(actor: Actor | None, address: str) -> dict[str, int]:
    """How much is written down of a person, and of strangers, who have many addresses."""
    if actor is not None:
        return {f"person {actor.person_id}": MOST_OF_ONE}
    return _of_stranger(f"address {address}", MOST_OF_A_STRANGER)


def _of_stranger(place: str, most: int) -> dict[str, int]:
    return {place: most, "strangers": MOST_OF_STRANGERS}


def takes_of_stranger(place: str, at: datetime, *, most: int = MOST_OF_A_STRANGER) -> bool | None:
    """Whether one more refusal of somebody at `place` is written down; None for `LEFT_OUT`."""
    return flood.takes(_of_stranger(place, most), at)


def _write_refused(actor: Actor | None, action: str, of: About, at: datetime) -> None:
    with store.transaction(store.NOBODY) as session:
        who = actor.person_id if actor else None
        audit.note(session, action[:60], actor_id=who, at=at, result=Result.REFUSED, of=of)
