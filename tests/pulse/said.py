"""Tickets of a month and what is said with them, for tests of the pulse."""

from datetime import UTC, date, datetime, time

from sqlmodel import Session

from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.rules import Form, Purpose
from coach_the_coach.foundation.ids import digest, new_secret
from coach_the_coach.identity.tables import Person
from coach_the_coach.pulse.release.actions import release
from coach_the_coach.pulse.rules import closes_on
from coach_the_coach.pulse.tables import PulseSaid, PulseTicket

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)


def at(day: date) -> datetime:
    """The noon of a day, in UTC."""
    return datetime.combine(day, time(12), UTC)


def session_in_log(
    session: Session, coach: Person, coached: Person | None, on: date, *, minutes: int = 30
) -> LogEntry:
    """A session in the log, whose minutes are all about a deal."""
    entry = LogEntry(
        coach_id=coach.id or 0,
        coached_id=coached.id if coached else None,
        form=Form.ONE_TO_ONE if coached else Form.TEAM_PRACTICE,
        purpose=Purpose.COACH,
        planned=True,
        held_at=at(on),
        held_on=on,
        minutes=minutes,
        tactical=minutes,
        complete=True,
        specific=True,
        logged_at=at(on),
    )
    session.add(entry)
    session.flush()
    return entry


def reps(session: Session, count: int) -> list[Person]:
    """So many people without a place in the lines."""
    made = [
        Person(
            email=f"rep{number}@pulse.example.com",
            given_name=f"Rep{number}",
            family_name="Pulse",
            time_zone="Europe/Paris",
        )
        for number in range(count)
    ]
    session.add_all(made)
    session.flush()
    return made


def ticket(
    session: Session, coached: Person, coach: Person, month: date, *, used: bool = False
) -> PulseTicket:
    """That somebody may say something."""
    one = PulseTicket(
        coached_id=coached.id or 0,
        coach_id=coach.id or 0,
        month=month,
        secret_digest=digest(new_secret()),
        used=used,
    )
    session.add(one)
    session.flush()
    return one


def said(
    session: Session, coached: list[Person], coach: Person, month: date, *, rating: int = 4
) -> None:
    """That all these have said the same about a coach."""
    for person in coached:
        ticket(session, person, coach, month, used=True)
        session.add(
            PulseSaid(
                coach_id=coach.id or 0,
                month=month,
                rating=rating,
                thinking=3,
                one_thing=5,
                hard=1,
            )
        )
    session.flush()


def released(session: Session, month: date) -> None:
    """Have the figures of a month made, on the day it is due."""
    release(session, {"month": month.isoformat()}, at(closes_on(month)))
