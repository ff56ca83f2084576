"""Writing how far people are: those who are behind, and everybody whose day has begun."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, delete, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from coach_the_coach.certification.progress.queries import Stood, stood
from coach_the_coach.certification.rules import Move, State, after, moves_between
from coach_the_coach.certification.tables import Enrolment, EnrolmentStep, Progress
from coach_the_coach.evidence.tables import Behind
from coach_the_coach.foundation import jobs
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import local_day
from coach_the_coach.identity.tables import Person
from coach_the_coach.identity.turns import wait_for_people

MAKES: Final = "make-progress"
"""The kind of job that makes progress anew."""

BATCH: Final = 50
"""People whose progress is made in one transaction. Source: docs/method.md#making-progress."""

EVERY: Final = timedelta(minutes=1)
"""How often the queue is looked at. Source: docs/method.md#making-progress."""

SOON: Final = timedelta(seconds=2)
"""When the next batch goes where one was full. Source: docs/method.md#making-progress."""


def ensure_made(session: Session, *, at: datetime) -> None:
    """See to it that progress is made from now on; each round enqueues the next one."""
    _enqueue(session, at)


@jobs.job(MAKES)
def make_progress(session: Session, _payload: dict[str, Any], at: datetime) -> None:
    """Make a batch of those who are behind, and of those whose day has begun since."""
    queue = session.exec(
        select(Behind).order_by(col(Behind.since), col(Behind.person_id)).limit(BATCH)
    ).all()
    before = [(one.person_id, one.since) for one in queue]
    begun = _begun_days(session, at)
    make(session, {who for who, _since in before} | set(begun), at=at)
    _leave(session, before)
    jobs.forget(session, MAKES, key=f"{MAKES}:")
    is_full = len(queue) == BATCH or len(begun) == BATCH
    # In steps of the clock, so that two rounds that were begun apart become one.
    step = SOON if is_full else EVERY
    _enqueue(session, at + step - timedelta(seconds=at.timestamp() % step.total_seconds()))


def make_now(session: Session, people: Collection[int], *, at: datetime) -> None:
    """Make the progress of these people at once; they leave the queue as they were in it."""
    with as_program(session):
        queue = session.exec(select(Behind).where(col(Behind.person_id).in_(people))).all()
        before = [(one.person_id, one.since) for one in queue]
        make(session, people, at=at)
        _leave(session, before)


def make(session: Session, people: Collection[int], *, at: datetime) -> None:
    """Write how these people stand on their paths, and each move on the way there.

    In a fixed number of statements. Run twice it changes nothing; run late it says of each move on
    which day it should have been.
    """
    if not people:
        return
    with as_program(session):
        wait_for_people(session, sorted(people))
        found = stood(session, people, at=at)
        ids = [one.enrolment.id or 0 for one in found]
        before = {
            one.enrolment_id: one
            for one in session.exec(
                select(Progress)
                .where(col(Progress.enrolment_id).in_(ids))
                .execution_options(populate_existing=True)
            )
        }
        places = _places(session, ids)
        rows = []
        for one in found:
            id_ = one.enrolment.id or 0
            was = before.get(id_)
            state = State.NOT_STARTED if was is None else was.state
            steps = _steps(one, state, place=places.get(id_, 0), at=at)
            session.add_all(steps)
            since = steps[-1].on if steps else was.state_since if was else one.today
            rows.append(_row(one, since, at))
        session.flush()
        _keep(session, rows)


def move(
    session: Session, enrolment: Enrolment, made: Move, *, by_id: int | None, at: datetime
) -> State:
    """Enter what somebody did, on the day where the person is; returns the state it leads to.

    For rooms that decide and assign, in their transaction: before it and after it they call
    `make_now`. To ask for a decision is a move from complete alone; while a certificate stands the
    open review says it. Raises ValueError where there is no such way from where they stand.
    """
    with as_program(session):
        was = session.get(Progress, enrolment.id)
        state = State.NOT_STARTED if was is None else was.state
        to = after(state, made)
        if to is None:
            raise ValueError(f"no way from {state} by {made}")
        zone = session.get_one(Person, enrolment.person_id).time_zone
        place = _places(session, [enrolment.id or 0]).get(enrolment.id or 0, 0) + 1
        session.add(
            EnrolmentStep(
                enrolment_id=enrolment.id or 0,
                place=place,
                move=made,
                to=to,
                on=local_day(at, zone),
                at=at,
                by_id=by_id,
            )
        )
        if was is not None:
            was.state, was.state_since = to, local_day(at, zone)
            session.add(was)
        session.flush()
        return to


def _steps(one: Stood, before: State, *, place: int, at: datetime) -> list[EnrolmentStep]:
    """The moves that came by themselves since it was made last, each with its day."""
    steps, state = [], before
    for made in moves_between(before, one.came.state):
        state = after(state, made) or state
        place += 1
        steps.append(
            EnrolmentStep(
                enrolment_id=one.enrolment.id or 0,
                place=place,
                move=made,
                to=state,
                on=_day_of(made, one),
                at=at,
            )
        )
    return steps


def _day_of(made: Move, one: Stood) -> date:
    """The day on which a move should have been: a certificate's by its own days."""
    validity, today = one.came.validity, one.today
    if validity is None or validity.until is None:
        return today
    days = {
        Move.OPEN_WINDOW: validity.window_on,
        Move.EXPIRE: validity.until + timedelta(days=1),
        Move.LAPSE: (validity.grace_until or validity.until) + timedelta(days=1),
    }
    return min(days.get(made) or today, today)


def _row(one: Stood, since: date, at: datetime) -> dict[str, Any]:
    came = one.came
    missing = came.missing
    helps = next((line.measured.next for line in missing if line.measured.next), None)
    return {
        "enrolment_id": one.enrolment.id,
        "person_id": one.enrolment.person_id,
        "state": came.state,
        "state_since": since,
        "asking": came.asking,
        "met": len(came.lines) - len(missing),
        "asked": len(came.lines),
        "missing": [line.requirement.key for line in missing],
        "next": str(helps or ""),
        "last_on": came.last_on,
        "made_on": one.today,
        "made_at": at,
    }


def _keep(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write what they come to; never over what was made later."""
    if not rows:
        return
    said = insert_into(session, Progress).values(list(rows))
    anew = {name: getattr(said.excluded, name) for name in rows[0] if name != "enrolment_id"}
    session.exec(
        said.on_conflict_do_update(
            index_elements=["enrolment_id"],
            set_=anew,
            where=col(Progress.made_at) <= said.excluded.made_at,
        ).execution_options(synchronize_session=False)
    )
    session.expire_all()


def _places(session: Session, enrolments: Collection[int]) -> dict[int, int]:
    """How many moves each of these has by now."""
    found = session.execute(
        columns(col(EnrolmentStep.enrolment_id), func.max(col(EnrolmentStep.place)))
        .where(col(EnrolmentStep.enrolment_id).in_(enrolments))
        .group_by(col(EnrolmentStep.enrolment_id))
    )
    return {enrolment: place for enrolment, place in found}  # noqa: C416 - rows are no pairs


def _leave(session: Session, before: Sequence[tuple[int, datetime]]) -> None:
    """Take from the queue whoever is in it as they were; who changed meanwhile stays."""
    if not before:
        return
    same = (and_(col(Behind.person_id) == who, col(Behind.since) == since) for who, since in before)
    free = session.exec(
        select(Behind.person_id)
        .where(or_(*same))
        .order_by(col(Behind.person_id))
        .with_for_update(skip_locked=True)
    ).all()
    if free:
        session.exec(delete(Behind).where(col(Behind.person_id).in_(free)))


def _begun_days(session: Session, at: datetime) -> list[int]:
    """People whose progress was last made before their day began; at most `BATCH`."""
    zones = session.exec(
        select(Person.time_zone)
        .join(Progress, col(Progress.person_id) == col(Person.id))
        .distinct()
    ).all()
    if not zones:
        return []
    old = (
        and_(col(Person.time_zone) == zone, col(Progress.made_on) < local_day(at, zone))
        for zone in zones
    )
    found = session.exec(
        select(Person.id)
        .join(Progress, col(Progress.person_id) == col(Person.id))
        .where(or_(*old))
        .distinct()
        .order_by(col(Person.id))
        .limit(BATCH)
    )
    return [who or 0 for who in found]


def _enqueue(session: Session, at: datetime) -> None:
    jobs.enqueue(session, MAKES, key=f"{MAKES}:{at:%Y-%m-%dT%H%M%S}", due_at=at, payload={})
