"""Writing how far people are: those who are behind, and everybody whose day has begun."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, bindparam, delete, func, insert, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from coach_the_coach.certification.progress.queries import Stood, stood
from coach_the_coach.certification.progress.rules import Came, helps_next
from coach_the_coach.certification.rules import HOLDS, Move, State, after, moves_between
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


QUARTER: Final = timedelta(minutes=15)
"""In every zone days begin at one of an hour's quarters.

Source: docs/method.md#making-progress.
"""


ENROLMENTS: Final = bindparam("enrolments", expanding=True)
"""Which ones the statements below are about; they are made once, which takes longer than to run."""

MADE: Final = (
    select(Progress)
    .where(col(Progress.enrolment_id).in_(ENROLMENTS))
    .execution_options(populate_existing=True)
)
PLACES: Final = (
    columns(col(EnrolmentStep.enrolment_id), func.max(col(EnrolmentStep.place)))
    .where(col(EnrolmentStep.enrolment_id).in_(ENROLMENTS))
    .group_by(col(EnrolmentStep.enrolment_id))
)


def ensure_made(session: Session, *, at: datetime) -> None:
    """See to it that progress is made from now on; each round enqueues the next one."""
    _enqueue(session, at)


@jobs.job(MAKES)
def make_progress(session: Session, payload: dict[str, Any], at: datetime) -> None:
    """Make a batch of those who are behind, and of those whose day has begun since.

    `payload` names the quarter of an hour in which nobody's day was left: it is not asked again.
    """
    queue = session.exec(
        select(Behind).order_by(col(Behind.since), col(Behind.person_id)).limit(BATCH)
    ).all()
    before = [(one.person_id, one.since) for one in queue]
    quarter = (at - timedelta(seconds=at.timestamp() % QUARTER.total_seconds())).isoformat()
    begun = [] if payload.get("looked") == quarter else _begun_days(session, at)
    left = make(session, {who for who, _since in before} | set(begun), at=at)
    _leave(session, [one for one in before if one[0] not in left])
    jobs.forget(session, MAKES, key=f"{MAKES}:")
    is_full = len(queue) == BATCH or len(begun) == BATCH
    # In steps of the clock, so that two rounds that were begun apart become one.
    step = SOON if is_full else EVERY
    due_at = at + step - timedelta(seconds=at.timestamp() % step.total_seconds())
    _enqueue(session, due_at, looked="" if len(begun) == BATCH else quarter)


def make_now(session: Session, people: Collection[int], *, at: datetime) -> None:
    """Make the progress of these people at once; they leave the queue as they were in it."""
    with as_program(session):
        queue = session.exec(select(Behind).where(col(Behind.person_id).in_(people))).all()
        before = [(one.person_id, one.since) for one in queue]
        left = make(session, people, at=at)
        _leave(session, [one for one in before if one[0] not in left])


def make(session: Session, people: Collection[int], *, at: datetime) -> set[int]:
    """Write how these people stand on their paths, and each move on the way there.

    In a fixed number of statements. Run twice it changes nothing; run late it says of each move on
    which day it should have been. Returns those whose progress was made as of a later day already:
    it stays as it is.
    """
    left: set[int] = set()
    if not people:
        return left
    with as_program(session):
        wait_for_people(session, sorted(people))
        found = stood(session, people, at=at)
        ids = [one.enrolment.id or 0 for one in found]
        before = {one.enrolment_id: one for one in session.exec(MADE, params={"enrolments": ids})}
        places = _places(session, ids)
        rows: list[dict[str, Any]] = []
        moved: list[dict[str, Any]] = []
        for one in found:
            id_ = one.enrolment.id or 0
            was = before.get(id_)
            if was is not None and was.made_on > one.today:
                left.add(was.person_id)
                continue
            steps = _steps(one, was, place=places.get(id_, 0), at=at)
            since = steps[-1]["on"] if steps else was.state_since if was else one.today
            moved += steps
            rows.append(_row(one, since, at))
        if moved:
            session.connection().execute(insert(EnrolmentStep), moved)
        _keep(session, rows)
        for was in before.values():
            session.expire(was)
    return left


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


def _steps(one: Stood, was: Progress | None, *, place: int, at: datetime) -> list[dict[str, Any]]:
    """The moves that came by themselves since it was made last, each with its day.

    No move is entered for a day before the one that it follows.
    """
    state = State.NOT_STARTED if was is None else was.state
    on = date.min if was is None else was.state_since
    steps = []
    known = _known_by_certificate(state, one.came)
    begun = after(state, known[0]) if known else state
    for made in (*known, *moves_between(begun or state, one.came.state)):
        on = max(on, _day_of(made, state, one))
        state = after(state, made) or state
        place += 1
        steps.append(
            {
                "enrolment_id": one.enrolment.id,
                "place": place,
                "move": made,
                "to": state,
                "on": on,
                "at": at,
            }
        )
    return steps


def _known_by_certificate(state: State, came: Came) -> tuple[Move, ...]:
    """What the certificate itself says was done to it where nobody entered the act."""
    if state in HOLDS | {State.SUSPENDED} and came.validity is None:
        return (Move.REVOKE,)
    if state in HOLDS and came.state is State.SUSPENDED:
        return (Move.SUSPEND,)
    if state is State.SUSPENDED and came.state is not State.SUSPENDED:
        return (Move.REINSTATE,)
    return ()


def _day_of(made: Move, state: State, one: Stood) -> date:
    """The day on which a move should have been: a certificate's by its own days."""
    validity, today = one.came.validity, one.today
    if validity is None:
        return today
    days: dict[Move, date | None] = {
        Move.STAND: validity.since,
        Move.OPEN_WINDOW: validity.window_on,
        Move.EXPIRE: validity.until and validity.until + timedelta(days=1),
    }
    if state is State.GRACE:
        # From another state it is new evidence that fell short again, today.
        ended = validity.grace_until or validity.until
        days[Move.LAPSE] = ended and ended + timedelta(days=1)
    return min(days.get(made) or today, today)


def _row(one: Stood, since: date, at: datetime) -> dict[str, Any]:
    came = one.came
    missing = came.missing
    helps = helps_next(came.lines)
    return {
        "enrolment_id": one.enrolment.id,
        "person_id": one.enrolment.person_id,
        "state": came.state,
        "state_since": since,
        "asking": came.asking,
        "met": len(came.lines) - len(missing),
        "asked": len(came.lines),
        "missing": [line.requirement.key for line in missing],
        "next": str(helps.measured.next if helps else ""),
        "last_on": came.last_on,
        "made_on": one.today,
        "made_at": at,
    }


def _keep(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write what they come to. Whoever waited for their turn has read what came before."""
    if not rows:
        return
    said = insert_into(session, Progress)
    anew = {name: said.excluded[name] for name in rows[0] if name != "enrolment_id"}
    # Each row on its own: the statement is the same however many there are.
    session.connection().execute(
        said.on_conflict_do_update(index_elements=["enrolment_id"], set_=anew), list(rows)
    )


def _places(session: Session, enrolments: Collection[int]) -> dict[int, int]:
    """How many moves each of these has by now."""
    session.flush()
    found = session.connection().execute(PLACES, {"enrolments": list(enrolments)})
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
        .where(col(Progress.state) != State.WITHDRAWN, or_(*old))
        .distinct()
        .order_by(col(Person.id))
        .limit(BATCH)
    )
    return [who or 0 for who in found]


def _enqueue(session: Session, at: datetime, *, looked: str = "") -> None:
    payload = {"looked": looked}
    jobs.enqueue(session, MAKES, key=f"{MAKES}:{at:%Y-%m-%dT%H%M%S}", due_at=at, payload=payload)
