"""What the door writes into the audit log: acts, refusals, and what was read of somebody else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeVar

from sqlmodel import Session

from coach_the_coach.foundation import audit, store
from coach_the_coach.foundation.audit import About, Result
from coach_the_coach.foundation.errors import NotFound, NotFresh, NotPermitted
from coach_the_coach.identity.access import Actor

Function = TypeVar("Function", bound=Callable[..., Any])

LOOKED: Final = "data:read"
"""What a refused reading is called, whose query has no name in the log."""


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
        with store.transaction() as writing:
            _write_read(session, writing, actor, at)


def _write_read(read_in: Session, session: Session, actor: Actor, at: datetime) -> None:
    """An entry for each thing that was read."""
    for action, of in read_in.info.pop(audit.SEEN, ()):
        who = actor.person_id
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
            refused(who.actor, action or LOOKED, type(refusal).__name__, at)
        raise


def refused(actor: Actor, action: str, why: str, at: datetime) -> None:
    """Write down one refusal."""
    of = About(detail={"why": why})
    with store.transaction() as session:
        who = actor.person_id
        audit.note(session, action[:60], actor_id=who, at=at, result=Result.REFUSED, of=of)
