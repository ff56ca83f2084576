"""What figures are made of: sessions in the log, bookings, cycles and an overriden rhythm."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, delete

from coach_the_coach.cadence.rules import Booked, Move, Status
from coach_the_coach.cadence.tables import Appointment, AppointmentStep
from coach_the_coach.coaching.log.rules import Answer
from coach_the_coach.coaching.log.tables import Commitment, LogAnswer, LogEntry
from coach_the_coach.coaching.practice.tables import TeamPractice
from coach_the_coach.coaching.rules import Cause, Form, Owner, Purpose
from coach_the_coach.coaching.tables import Cycle
from coach_the_coach.evidence.actions import turn_stale
from coach_the_coach.evidence.tables import Stale
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.when import monday_of
from coach_the_coach.identity.tables import Person
from tests.cast import NOW


def noon(day: date) -> datetime:
    """Midday of a day, which is that day in Paris too."""
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


def entry(
    session: Session,
    coach: Person,
    rep: Person | None,
    day: date,
    *,
    minutes: int = 30,
    kind: str = "tactical",
    cycle: Cycle | None = None,
    **rest: Any,
) -> LogEntry:
    """One session in the log, all of one kind; its month turns stale as by the log itself.

    Without a rep it is a practice of the team.
    """
    said: dict[str, Any] = {
        "form": Form.ONE_TO_ONE if rep else Form.TEAM_PRACTICE,
        "purpose": Purpose.COACH,
        "planned": True,
        "complete": True,
        "specific": True,
        "logged_at": noon(day),
        kind: minutes,
    }
    made = LogEntry(
        coach_id=coach.id or 0,
        coached_id=rep.id if rep else None,
        held_at=noon(day),
        held_on=day,
        minutes=minutes,
        cycle_id=cycle.id if cycle else None,
        **(said | rest),
    )
    session.add(made)
    session.flush()
    if rep is None:
        session.add(
            TeamPractice(
                coach_id=coach.id or 0,
                log_entry_id=made.id,
                moment="price-too-high",
                begun_at=noon(day),
                held_on=day,
                closed_at=noon(day),
            )
        )
        session.flush()
    turn_stale(session, coach.id or 0, [day], at=NOW)
    return made


def booking(
    session: Session,
    coach: Person,
    rep: Person | None,
    day: date,
    *,
    minutes: int = 30,
    status: Status = Status.BOOKED,
    booked: Booked = Booked.ONE_TO_ONE,
    steps: tuple[tuple[Move, date, bool], ...] = (),
    **rest: Any,
) -> Appointment:
    """One appointment, with what was done to it: the step, its day, and whether it is allowed."""
    said: dict[str, Any] = {
        "due_week": monday_of(day),
        "starts_at": noon(day),
        "first_at": noon(day),
        "made_at": noon(day - timedelta(days=30)),
    }
    made = Appointment(
        coach_id=coach.id or 0,
        coached_id=rep.id if rep else None,
        booked=booked,
        status=status,
        minutes=minutes,
        booked_minutes=minutes,
        uid=new_id(),
        **(said | rest),
    )
    session.add(made)
    session.flush()
    session.add_all(
        AppointmentStep(
            appointment_id=made.id or 0,
            place=place,
            by_id=coach.id or 0,
            move=move,
            at=noon(on),
            allowed=allowed,
        )
        for place, (move, on, allowed) in enumerate(steps, 1)
    )
    session.flush()
    turn_stale(session, coach.id or 0, [day, made.due_week], at=NOW)
    return made


def house_began(session: Session, somebody: Person, day: date) -> None:
    """Something was booked by somebody on a day, and nothing else comes of it."""
    booking(session, somebody, None, day, booked=Booked.BLOCK, made_at=noon(day))
    session.exec(delete(Stale).where(col(Stale.person_id) == somebody.id))


def answer(
    session: Session,
    entry: LogEntry,
    said: Answer,
    *,
    at: datetime = NOW,
    agreed_at: datetime | None = None,
) -> None:
    """A next step of a session and the answer to it, given after it was agreed on."""
    step = Commitment(
        log_entry_id=entry.id or 0,
        coach_id=entry.coach_id,
        coached_id=entry.coached_id or 0,
        text="Ask first",
        owner=Owner.COACHED,
        due_on=entry.held_on,
        agreed_at=agreed_at or at,
        closed_at=at,
    )
    session.add_all([step, LogAnswer(log_entry_id=entry.id or 0, answer=said, at=at)])
    session.flush()


def cycle(session: Session, coach: Person, rep: Person, day: date) -> Cycle:
    """An open cycle of the two since a day."""
    made = Cycle(
        coach_id=coach.id or 0,
        coached_id=rep.id or 0,
        cause=Cause.SKILL,
        opened_on=day,
        touched_at=NOW,
    )
    session.add(made)
    session.flush()
    return made
