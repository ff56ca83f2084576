"""Mo's week as the tests need it: what is booked, and what the log holds."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from coach_the_coach.cadence.rules import Booked
from coach_the_coach.cadence.tables import Appointment, AppointmentStep
from coach_the_coach.cadence.week.booking.actions import book_series
from coach_the_coach.cadence.week.booking.rules import SeriesDraft
from coach_the_coach.cadence.week.rules import DOMAIN
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.rules import Form, Purpose
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import monday_of
from coach_the_coach.identity.tables import Person
from tests.cast import NOW, Cast

PARIS = ZoneInfo("Europe/Paris")
MONDAY = date(2026, 3, 2)
TUESDAY = datetime.combine(date(2026, 3, 3), time(9, 30))
"""On the clock in Paris, the day after the tests happen."""


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    """An instant of 2026 by the clock in Paris."""
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS).astimezone(UTC)


def draft(cast: Cast, **more: Any) -> SeriesDraft:
    """Every Tuesday at 9:30 with Rae for five weeks, across the change to summer time."""
    given: dict[str, Any] = {
        "who": cast.rae.public_id,
        "starts": TUESDAY,
        "minutes": 45,
        "every_weeks": 1,
        "until": date(2026, 3, 31),
    }
    return SeriesDraft(**given | more)


def series(session: Session, cast: Cast, **more: Any) -> str:
    """Mo books it."""
    made = book_series(session, cast.actor(cast.mo), draft=draft(cast, **more), at=NOW)
    return made.public_id


def appointment(
    session: Session,
    coach: Person,
    coached: Person | None,
    starts_at: datetime,
    *,
    minutes: int = 45,
    booked: Booked = Booked.ONE_TO_ONE,
    made_at: datetime | None = NOW - timedelta(days=30),
    **more: Any,
) -> Appointment:
    """One appointment as if it had been there for long."""
    one = Appointment(
        coach_id=coach.id or 0,
        coached_id=coached.id if coached else None,
        booked=booked,
        due_week=monday_of(starts_at.astimezone(PARIS).date()),
        starts_at=starts_at,
        first_at=starts_at,
        minutes=minutes,
        booked_minutes=minutes,
        uid="",
        made_at=made_at,
        **more,
    )
    one.uid = one.uid or f"{one.public_id}@{DOMAIN}"
    with as_program(session):
        session.add(one)
        session.flush()
    return one


def entry(
    session: Session,
    coach: Person,
    coached: Person | None,
    held_at: datetime,
    *,
    minutes: int = 30,
    form: Form = Form.ONE_TO_ONE,
    **more: Any,
) -> LogEntry:
    """A session in the log."""
    one = LogEntry(
        coach_id=coach.id or 0,
        coached_id=coached.id if coached else None,
        form=form,
        purpose=Purpose.COACH,
        planned=True,
        held_at=held_at,
        held_on=held_at.astimezone(PARIS).date(),
        minutes=minutes,
        developmental=minutes,
        complete=True,
        specific=True,
        logged_at=held_at,
        **more,
    )
    with as_program(session):
        session.add(one)
        session.flush()
    return one


def appointments(session: Session, coach: Person) -> list[Appointment]:
    """All of a coach's, in order."""
    with as_program(session):
        found = session.exec(
            select(Appointment)
            .where(Appointment.coach_id == coach.id)
            .order_by(col(Appointment.first_at), col(Appointment.id))
        )
        return list(found.all())


def steps(session: Session, one: Appointment) -> list[tuple[str, str, bool]]:
    """What was done to it: the step, why, and whether the contract allows it."""
    with as_program(session):
        found = session.exec(
            select(AppointmentStep)
            .where(AppointmentStep.appointment_id == one.id)
            .order_by(col(AppointmentStep.place))
        )
        return [(str(step.move), step.reason, step.allowed) for step in found]


def wall(one: Appointment) -> time:
    """When it begins on the clock in Paris."""
    return one.starts_at.astimezone(PARIS).time()
