"""Coaching as a year leaves it, in rows: sessions and bookings with each rep, counted months."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import insert
from sqlmodel import Session, select

from coach_the_coach.cadence.figures.rules import COUNTED
from coach_the_coach.cadence.rules import Booked, Status
from coach_the_coach.cadence.tables import Appointment, CoachMonth
from coach_the_coach.coaching.log.tables import LogBody, LogEntry
from coach_the_coach.coaching.rules import Form, Purpose
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.when import month_before
from coach_the_coach.identity.tables import Person

MONTHS: Final = 12
"""How many months of it are counted."""


def a_year(session: Session, coaches: Iterable[int], *, at: datetime) -> None:
    """A year of months for each, as the daily round leaves them."""
    rows = [
        {"coach_id": who, "month": month_before(at.date(), back), "made_at": at}
        | {name: 1 + (who * 7 + place * 3 + back) % 9 for place, name in enumerate(COUNTED)}
        for who in coaches
        for back in range(MONTHS)
    ]
    session.connection().execute(insert(CoachMonth), rows)


def sessions(
    session: Session, coach: Person, reps: Iterable[Person], number: int, *, at: datetime
) -> None:
    """So many sessions and bookings with each rep over some years back, newest first."""
    for rep in reps:
        days = [at.date() - timedelta(days=1 + place * 2) for place in range(number)]
        _entries(session, coach, rep, days, at)
        _bookings(session, coach, rep, days, at)


def _entries(session: Session, coach: Person, rep: Person, days: list[date], at: datetime) -> None:
    common = {
        "coach_id": coach.id,
        "coached_id": rep.id,
        "form": Form.ONE_TO_ONE,
        "purpose": Purpose.COACH,
        "planned": True,
        "minutes": 30,
        "developmental": 0,
        "tactical": 30,
        "strategic": 0,
        "opportunistic": 0,
        "status": 0,
        "complete": True,
        "specific": True,
        "logged_at": at,
    }
    back = at.date()
    rows = [
        common | {"public_id": new_id(), "held_on": day, "held_at": at - (back - day)}
        for day in days
    ]
    connection = session.connection()
    connection.execute(insert(LogEntry), rows)
    of_both = (LogEntry.coach_id == coach.id, LogEntry.coached_id == rep.id)
    made = session.exec(select(LogEntry.id).where(*of_both)).all()
    said = {"focus": "Asking first", "moment": "at 12:30", "feedback": "You asked.", "deal": ""}
    connection.execute(
        insert(LogBody), [{"log_entry_id": one, "why_withdrawn": "", **said} for one in made]
    )


def _bookings(session: Session, coach: Person, rep: Person, days: list[date], at: datetime) -> None:
    common = {
        "coach_id": coach.id,
        "coached_id": rep.id,
        "booked": Booked.ONE_TO_ONE,
        "status": Status.HELD,
        "minutes": 30,
        "booked_minutes": 30,
        "recurrence": "",
        "sequence": 0,
        "imported": False,
    }
    back = at.date()
    rows = [
        common
        | {
            "public_id": new_id(),
            "uid": new_id(),
            "due_week": day - timedelta(days=day.weekday()),
            "starts_at": at - (back - day),
            "first_at": at - (back - day),
        }
        for day in days
    ]
    session.connection().execute(insert(Appointment), rows)
