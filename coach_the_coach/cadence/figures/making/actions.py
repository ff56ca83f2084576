"""Making months anew: those of the queue, and those of each coach once a day."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, delete, exists, literal, or_, tuple_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from coach_the_coach.cadence.figures.making.queries import made_months
from coach_the_coach.cadence.figures.making.rules import month_reached
from coach_the_coach.cadence.figures.rules import COUNTED
from coach_the_coach.cadence.tables import CoachMonth, CoachOfRecord
from coach_the_coach.evidence.tables import Stale
from coach_the_coach.foundation import jobs
from coach_the_coach.foundation.changes import follow
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import begins, local_day, month_before
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person, Reach, ReportingLine
from coach_the_coach.identity.turns import AT_ONCE

MAKES: Final = "make-figures"
"""The kind of job that makes months anew."""

BATCH: Final = 10
"""Months, and coaches, that are made in one transaction. Source: docs/method.md#making-figures."""

EVERY: Final = timedelta(minutes=5)
"""How often the queue is looked at. Source: docs/method.md#making-figures."""

SOON: Final = timedelta(seconds=5)
"""When the next batch goes where one was full. Source: docs/method.md#making-figures."""


def ensure_made(session: Session, *, at: datetime) -> None:
    """See to it that figures are made from now on; each round enqueues the next one."""
    _enqueue(session, at)


@follow
def turn_old(session: Session, people: Collection[int], since: date, at: datetime) -> None:
    """Have the months from a day on made anew that rest on these people.

    Their own, and those of whom they, or whoever they coach by the record, ever reported to; only
    such as were made, in one statement for thousands of people.
    """
    session.flush()
    asked = sorted({*people})
    for start in range(0, len(asked), AT_ONCE):
        these = asked[start : start + AT_ONCE]
        named = select(CoachOfRecord.rep_id).where(col(CoachOfRecord.coach_id).in_(these))
        above = select(ReportingLine.manager_id).where(
            or_(col(ReportingLine.person_id).in_(these), col(ReportingLine.person_id).in_(named))
        )
        into = insert_into(session, Stale)
        # In the order in which everybody notes them, see `evidence.actions.turn_stale_all`.
        months = (
            columns(
                *(col(CoachMonth.coach_id), col(CoachMonth.month)),
                literal(at, into.table.c.since.type),
            )
            .where(
                col(CoachMonth.month) >= since.replace(day=1),
                or_(col(CoachMonth.coach_id).in_(these), col(CoachMonth.coach_id).in_(above)),
            )
            .order_by(col(CoachMonth.coach_id), col(CoachMonth.month))
        )
        said = into.from_select(["person_id", "month", "since"], months)
        since_then = {"since": into.excluded.since}
        with as_program(session):
            session.exec(
                said.on_conflict_do_update(index_elements=["person_id", "month"], set_=since_then)
            )


@jobs.job(MAKES)
def make_figures(session: Session, _payload: dict[str, Any], at: datetime) -> None:
    """Make a batch of what is stale, and of those whose day has begun since their last making."""
    queue = session.exec(
        select(Stale)
        .order_by(col(Stale.since), col(Stale.person_id), col(Stale.month))
        .limit(BATCH)
    ).all()
    _make(session, queue, at)
    days = _begun_days(session, at)
    _keep(session, set(days), at)
    jobs.forget(session, MAKES, key=f"{MAKES}:")
    is_full = len(queue) == BATCH or len(days) >= BATCH
    # In steps of the clock, so that two rounds that were begun apart become one.
    step = SOON if is_full else EVERY
    _enqueue(session, at + step - timedelta(seconds=at.timestamp() % step.total_seconds()))


def make_month(session: Session, coach_id: int, month: date, *, at: datetime) -> None:
    """Make a month of a coach anew, and the one before where a week lies in both.

    It leaves the queue, unless something of it changed meanwhile.
    """
    with as_program(session):
        queued = session.exec(
            select(Stale).where(Stale.person_id == coach_id, Stale.month == month)
        ).all()
        if queued:
            _make(session, queued, at)
        else:
            _keep(session, [(coach_id, month)], at)


def _make(session: Session, queue: Sequence[Stale], at: datetime) -> None:
    """Make what is in the queue, then take from it what is as it was before."""
    before = [(one.person_id, one.month, one.since) for one in queue]
    queued = {(who, month) for who, month, _since in before}
    reached = {(who, day) for who, month in queued if (day := month_reached(month))}
    _keep(session, queued | _known(session, reached), at)
    if before:
        _leave(session, before)


def _leave(session: Session, before: Collection[tuple[int, date, datetime]]) -> None:
    """Take from the queue what is as it was.

    What somebody changes at this moment stays: who waited for them might be waited for.
    """
    as_it_was = (
        and_(col(Stale.person_id) == who, col(Stale.month) == month, col(Stale.since) == since)
        for who, month, since in before
    )
    free = session.exec(
        select(Stale.person_id, col(Stale.month))
        .where(or_(*as_it_was))
        .order_by(col(Stale.person_id), col(Stale.month))
        .with_for_update(skip_locked=True)
    ).all()
    if free:
        session.exec(delete(Stale).where(tuple_(col(Stale.person_id), col(Stale.month)).in_(free)))


def _keep(session: Session, wanted: Collection[tuple[int, date]], at: datetime) -> None:
    """Write what these months come to; never over one that was made later."""
    found = made_months(session, wanted, at=at)
    rows = [
        {"coach_id": coach, "month": month, "made_at": at, **one._asdict()}
        for (coach, month), one in sorted(found.items(), key=lambda pair: pair[0])
    ]
    if not rows:
        return
    said = insert_into(session, CoachMonth).values(rows)
    anew = {name: getattr(said.excluded, name) for name in (*COUNTED, "made_at")}
    session.exec(
        said.on_conflict_do_update(
            index_elements=["coach_id", "month"],
            set_=anew,
            where=col(CoachMonth.made_at) <= said.excluded.made_at,
        )
    )


def _begun_days(session: Session, at: datetime) -> list[tuple[int, date]]:
    """Coaches whose running month was last made before their day began: that month and the last.

    At most `BATCH` coaches.
    """
    leads = exists().where(col(Reach.ancestor_id) == col(Person.id), col(Reach.depth) == 1)
    zones = session.exec(select(Person.time_zone).where(leads).distinct()).all()
    days = {zone: local_day(at, zone) for zone in zones}
    is_made = (
        and_(
            col(Person.time_zone) == zone,
            exists().where(
                col(CoachMonth.coach_id) == col(Person.id),
                col(CoachMonth.month) == today.replace(day=1),
                col(CoachMonth.made_at) >= begins(today, zone),
            ),
        )
        for zone, today in days.items()
    )
    found = (
        session.exec(
            select(Person.id, Person.time_zone)
            .where(leads, in_employment(at), ~or_(*is_made))
            .order_by(col(Person.id))
            .limit(BATCH)
        ).all()
        if zones
        else []
    )
    running = [(who or 0, days[zone].replace(day=1)) for who, zone in found]
    ended = {(who, month_before(month)) for who, month in running}
    return [*running, *_known(session, ended)]


def _known(session: Session, months: Collection[tuple[int, date]]) -> set[tuple[int, date]]:
    """Those of these months that were made before.

    One of before the program was in use is not known, and not one in which nothing was held.
    """
    if not months:
        return set()
    found = session.exec(
        select(CoachMonth.coach_id, col(CoachMonth.month)).where(
            col(CoachMonth.coach_id).in_({who for who, _month in months}),
            col(CoachMonth.month).in_({month for _who, month in months}),
        )
    ).all()
    return {*found} & {*months}


def _enqueue(session: Session, at: datetime) -> None:
    jobs.enqueue(session, MAKES, key=f"{MAKES}:{at:%Y-%m-%dT%H%M%S}", due_at=at, payload={})
