"""Work that is due at an instant: leased by one process, done once, tried again when it fails.

A job's effect and its being done are one transaction, so a crash leaves both or neither.
"""

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event
from typing import Any, Final

from sqlalchemy import delete, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, col, select

from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.table import Table

LEASE: Final = timedelta(minutes=5)
"""How long a process may work on a job before another takes it. Source: docs/method.md#jobs."""

PAUSE: Final = timedelta(seconds=10)
"""How long the loop rests when nothing is due. Source: docs/method.md#jobs."""

LONGEST_PAUSE: Final = timedelta(hours=6)
"""How long a job that goes on failing is left alone at most. Source: docs/method.md#jobs."""

Work = Callable[[Session, dict[str, Any], datetime], None]

_works: dict[str, Work] = {}
_log = logging.getLogger(__name__)


class Job(Table, table=True):
    """One piece of work: `kind` names what, `key` makes it be there once."""

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=60)
    key: str = Field(max_length=120, unique=True)
    payload: str = "{}"
    due_at: datetime = Field(index=True)
    lease: str | None = Field(default=None, max_length=32)
    lease_until: datetime | None = None
    attempts: int = 0
    failure: str | None = Field(default=None, max_length=200)
    done_at: datetime | None = None


def job(kind: str) -> Callable[[Work], Work]:
    """Register a function as the work of jobs of this `kind`."""

    def register(work: Work) -> Work:
        _works[kind] = work
        return work

    return register


def enqueue(
    session: Session,
    kind: str,
    *,
    key: str,
    due_at: datetime,
    payload: dict[str, Any],
    anew: bool = False,
) -> None:
    """Have `kind` done at `due_at`; a job with the same `key` is moved to that instant instead.

    What is moved keeps what it was to do, unless it is said `anew`. One that is done stays done.
    """
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    row = {"kind": kind, "key": key, "due_at": due_at, "payload": json.dumps(payload)}
    # In one statement, so that two who say it at once have it done once.
    one = insert(Job).values(**row, attempts=0)
    kept = {"due_at": one.excluded.due_at} | ({"payload": one.excluded.payload} if anew else {})
    not_done = col(Job.done_at).is_(None)
    session.exec(one.on_conflict_do_update(index_elements=["key"], set_=kept, where=not_done))


def withdraw(session: Session, *, key: str) -> None:
    """Let go of the job of this key unless it is done; one at work is not tried again.

    For errands only: the row of other work at work is held by that work itself.
    """
    session.exec(delete(Job).where(col(Job.key) == key, col(Job.done_at).is_(None)))


def forget(session: Session, kind: str, *, key: str) -> None:
    """Let go of the jobs of this `kind` whose key begins so, done or not, but for one at work."""
    session.exec(
        delete(Job).where(
            col(Job.kind) == kind,
            col(Job.key).startswith(key, autoescape=True),
            # Its row is held by its own work, which may wait for what the caller holds.
            col(Job.lease).is_(None),
        )
    )


def run_due(at: datetime) -> int:
    """Do every job that is due at `at`, each in its own transaction; returns how many were done."""
    done = 0
    while (claimed := _claim(at)) is not None:
        done += _do(*claimed, at=at)
    return done


def run_forever(stop: Event) -> None:
    """Do what falls due until `stop` is set; a fault is logged and does not end the loop."""
    while not stop.is_set():
        try:
            run_due(clock.now())
        except Exception:  # noqa: BLE001 - the loop must outlive a database that is away for a while
            _log.exception("the jobs could not be run; trying again in %s", PAUSE)
        stop.wait(PAUSE.total_seconds())


def _claim(at: datetime) -> tuple[int, str] | None:
    """Lease the job that has waited longest; None when nothing is due."""
    free = or_(col(Job.lease_until).is_(None), col(Job.lease_until) < at)
    due = (
        select(Job.id)
        .where(col(Job.done_at).is_(None), Job.due_at <= at, free)
        .where(col(Job.kind).in_(list(_works)))
        .order_by(col(Job.due_at), col(Job.id))
        .limit(1)
    )
    lease = new_id()
    with store.transaction() as session:
        job_id = session.exec(due.with_for_update(skip_locked=True)).first()
        if job_id is None:
            return None
        session.exec(
            update(Job)
            .where(col(Job.id) == job_id)
            .values(lease=lease, lease_until=at + LEASE, attempts=Job.attempts + 1)
        )
    return job_id, lease


def _do(job_id: int, lease: str, *, at: datetime) -> bool:
    """Do one leased job and mark it done; False when it failed or the lease was lost."""
    try:
        with store.transaction() as session:
            # Held to the end: even a lease that runs out meanwhile is then taken by nobody else.
            mine = select(Job).where(Job.id == job_id, Job.lease == lease).with_for_update()
            one = session.exec(mine).first()
            if one is None:
                return False
            _works[one.kind](session, json.loads(one.payload), at)
            one.done_at, one.lease, one.lease_until = at, None, None
            session.add(one)
    except Exception as error:  # noqa: BLE001 - a job that fails must not stop the others
        _log.exception("job %s failed", job_id)
        _keep_failure(job_id, lease, type(error).__name__, at)
        return False
    return True


def _keep_failure(job_id: int, lease: str, failure: str, at: datetime) -> None:
    """Note why it failed, by name only, and leave it alone for a time that doubles each try."""
    with store.transaction() as session:
        one = session.exec(select(Job).where(Job.id == job_id, Job.lease == lease)).first()
        if one is not None:
            one.failure, one.lease = failure[:200], None
            pause = timedelta(seconds=30 * 2 ** min(one.attempts, 20))
            one.lease_until = at + min(pause, LONGEST_PAUSE)
            session.add(one)
