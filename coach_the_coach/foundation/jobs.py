"""Work that is due at an instant: leased by one process, done once, tried again when it fails.

The effect of a job and its being done are one transaction, so a crash leaves both or neither. The
effect of an errand is outside the database, where no transaction reaches: it is leased, carried out
while no transaction is open, and then marked done. See docs/decisions/0017-letters.md.
"""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Any, Final

from sqlalchemy import delete, or_, update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Field, Session, col, select

from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.table import Table, insert_into
from coach_the_coach.foundation.viewer import PROGRAM

LEASE: Final = timedelta(minutes=5)
"""How long a process may work on a job before another takes it. Source: docs/method.md#jobs."""

PAUSE: Final = timedelta(seconds=10)
"""How long the loop rests when nothing is due. Source: docs/method.md#jobs."""

LONGEST_PAUSE: Final = timedelta(hours=6)
"""How long a job that goes on failing is left alone at most. Source: docs/method.md#jobs."""

REST: Final = timedelta(minutes=1)
"""How long errands rest when nobody answered one of them. Source: docs/method.md#jobs."""

KEPT: Final = timedelta(days=90)
"""How long it is known that a job was done, and so not done again. Source: docs/method.md#jobs."""

SWEEP_EVERY: Final = timedelta(hours=1)
"""How often a process lets go of jobs done long ago. Source: docs/method.md#jobs."""

MARKING: Final = (0.0, 0.5, 2.0, 8.0, 30.0)
"""Seconds before each try to mark an errand done, well within its lease.

Source: docs/method.md#jobs.
"""

Work = Callable[[Session, dict[str, Any], datetime], None]


class Failed(Exception):
    """An errand that did not succeed and is tried again; its text is kept, and names nobody."""


class Refused(Failed):
    """An errand that was refused for good and is not tried again."""


class Away(Failed):
    """An errand to somebody who does not answer: all of its kind rest for a while."""


@dataclass(frozen=True)
class Later:
    """What `prepare` returns where an errand must wait until an instant after now."""

    until: datetime


@dataclass(frozen=True)
class Errand:
    """Work outside the database: what is read for it, and what is then done with it.

    `prepare(session, key, payload, at)` gives what `carry_out` is handed; None where nothing is to
    be done any more, or `Later`. `carry_out` ends well within the lease, or raises.
    """

    prepare: Callable[[Session, str, dict[str, Any], datetime], Any]
    carry_out: Callable[[Any], None]


_works: dict[str, Work | Errand] = {}
_rests: dict[str, datetime] = {}
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


def errand(
    kind: str,
    prepare: Callable[[Session, str, dict[str, Any], datetime], Any],
    carry_out: Callable[[Any], None],
) -> None:
    """Register what is read and done for jobs of this `kind`, whose effect is outside."""
    _works[kind] = Errand(prepare, carry_out)


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
    row = {"kind": kind, "key": key, "due_at": due_at, "payload": json.dumps(payload)}
    # In one statement, so that two who say it at once have it done once.
    one = insert_into(session, Job).values(**row, attempts=0)
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
    """Do every job that is due at `at`, one after the other; returns how many were done."""
    done = 0
    while (is_done := run_next(at)) is not None:
        done += is_done
    return done


def run_next(at: datetime) -> bool | None:
    """Do the job that has waited longest; whether it was done, or None when nothing is due."""
    claimed = _claim(at)
    if claimed is None:
        return None
    kind, job_id, lease = claimed
    work = _works[kind]
    if isinstance(work, Errand):
        return _carry_out(work, kind, job_id, lease, at=at)
    return _do(work, job_id, lease, at=at)


def run_forever(stop: Event) -> None:
    """Do what falls due until `stop` is set; a fault is logged and does not end the loop."""
    swept: datetime | None = None
    while not stop.is_set():
        try:
            # The time anew for each: a lease counts from when it is taken.
            while not stop.is_set() and run_next(clock.now()) is not None:
                pass
            if swept is None or clock.now() - swept > SWEEP_EVERY:
                swept = clock.now()
                sweep(swept)
        except Exception:  # noqa: BLE001 - the loop must outlive a database that is away for a while
            _log.exception("the jobs could not be run; trying again in %s", PAUSE)
        stop.wait(PAUSE.total_seconds())


def sweep(at: datetime) -> None:
    """Let go of jobs that were done long ago."""
    with store.transaction(PROGRAM) as session:
        session.exec(delete(Job).where(col(Job.done_at) < at - KEPT))


def _claim(at: datetime) -> tuple[str, int, str] | None:
    """Lease the job that has waited longest; None when nothing is due."""
    free = or_(col(Job.lease_until).is_(None), col(Job.lease_until) < at)
    awake = [kind for kind in _works if _rests.get(kind, at) <= at]
    due = (
        select(Job.kind, Job.id)
        .where(col(Job.done_at).is_(None), Job.due_at <= at, free)
        .where(col(Job.kind).in_(awake))
        .order_by(col(Job.due_at), col(Job.id))
        .limit(1)
    )
    lease = new_id()
    with store.transaction(PROGRAM) as session:
        found = session.exec(due.with_for_update(skip_locked=True)).first()
        if found is None:
            return None
        kind, job_id = found
        session.exec(
            update(Job)
            .where(col(Job.id) == job_id)
            .values(lease=lease, lease_until=at + LEASE, attempts=Job.attempts + 1)
        )
    return kind, job_id or 0, lease


def _do(work: Work, job_id: int, lease: str, *, at: datetime) -> bool:
    """Do one leased job and mark it done; False when it failed or the lease was lost."""
    try:
        with store.transaction(PROGRAM) as session:
            # Held to the end: even a lease that runs out meanwhile is then taken by nobody else.
            mine = select(Job).where(Job.id == job_id, Job.lease == lease).with_for_update()
            one = session.exec(mine).first()
            if one is None:
                return False
            work(session, json.loads(one.payload), at)
            one.done_at, one.lease, one.lease_until = at, None, None
            session.add(one)
    except Exception as error:  # noqa: BLE001 - a job that fails must not stop the others
        _log.exception("job %s failed", job_id)
        _keep_failure(job_id, lease, type(error).__name__, at)
        return False
    return True


def _carry_out(work: Errand, kind: str, job_id: int, lease: str, *, at: datetime) -> bool:
    """Carry out one leased errand and mark it done; False when it was not, or the lease was lost.

    No transaction is open while it is carried out: SQLite has one writer at a time.
    """
    # What was said outside is not kept in here as well.
    over = {"done_at": at, "payload": "{}"}
    try:
        with store.reading(PROGRAM) as session:
            # Read right before the effect: whoever was held up and lost the lease, stops here.
            mine = select(Job).where(Job.id == job_id, Job.lease == lease)
            one = session.exec(mine).first()
            if one is None:
                return False
            ready = work.prepare(session, one.key, json.loads(one.payload), at)
        if isinstance(ready, Later):
            _settle(job_id, lease, due_at=ready.until, attempts=one.attempts - 1)
            return False
        if ready is not None:
            work.carry_out(ready)
    except Refused as refusal:
        _log.warning("job %s is given up: %s", job_id, refusal)
        _settle(job_id, lease, failure=str(refusal)[:200], **over)
        return False
    except Failed as failure:
        _log.warning("job %s failed: %s", job_id, failure)
        if isinstance(failure, Away):
            _rests[kind] = at + REST
        _keep_failure(job_id, lease, str(failure), at)
        return False
    except Exception as error:  # noqa: BLE001 - a job that fails must not stop the others
        _log.exception("job %s failed", job_id)
        _keep_failure(job_id, lease, type(error).__name__, at)
        return False
    _settle(job_id, lease, **over)
    return True


def _settle(job_id: int, lease: str, **values: Any) -> None:
    """Write down how an errand went, and let go of it; nothing where the lease was lost.

    A database that is away for a moment is waited for: what is not marked is done once more.
    """
    mine = update(Job).where(col(Job.id) == job_id, col(Job.lease) == lease)
    for number, seconds in enumerate(MARKING, 1):
        time.sleep(seconds)
        try:
            with store.transaction(PROGRAM) as session:
                session.exec(mine.values(lease=None, lease_until=None, **values))
            return
        except SQLAlchemyError:
            _log.exception("job %s could not be marked, try %s of %s", job_id, number, len(MARKING))


def _keep_failure(job_id: int, lease: str, failure: str, at: datetime) -> None:
    """Note why it failed, by name only, and leave it alone for a time that doubles each try."""
    with store.transaction(PROGRAM) as session:
        one = session.exec(select(Job).where(Job.id == job_id, Job.lease == lease)).first()
        if one is not None:
            one.failure, one.lease = failure[:200], None
            pause = timedelta(seconds=30 * 2 ** min(one.attempts, 20))
            one.lease_until = at + min(pause, LONGEST_PAUSE)
            session.add(one)
