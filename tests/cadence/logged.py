"""Sessions in the log, as they are counted, and teams of many."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.rules import Form, Purpose
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.actions import rebuild_reach
from coach_the_coach.identity.tables import Grant, Person, ReportingLine
from tests.cast import NOW

TODAY = NOW.date()


def entry(
    session: Session,
    *,
    by: Person,
    of: Person | None,
    minutes: int = 30,
    on: date = TODAY,
    withdrawn_at: datetime | None = None,
) -> LogEntry:
    """One session in the log of `by` with `of`, at noon where they are."""
    kept = LogEntry(
        coach_id=by.id or 0,
        coached_id=of.id if of else None,
        form=Form.ONE_TO_ONE if of else Form.TEAM_PRACTICE,
        purpose=Purpose.COACH,
        planned=True,
        held_at=datetime.combine(on, time(12), ZoneInfo(by.time_zone)),
        held_on=on,
        minutes=minutes,
        developmental=minutes,
        complete=True,
        specific=True,
        logged_at=NOW,
        withdrawn_at=withdrawn_at,
    )
    session.add(kept)
    session.flush()
    return kept


def team_of(session: Session, manager: Person, number: int) -> list[Person]:
    """So many reps more who report to this manager."""
    more = [
        Person(
            email=f"{manager.given_name}{place}@example.com",
            given_name=f"Rep {place:02}",
            family_name="More",
            time_zone="Europe/Paris",
        )
        for place in range(number)
    ]
    session.add_all(more)
    session.flush()
    since = date(2024, 1, 1)
    for one in more:
        line = ReportingLine(person_id=one.id or 0, manager_id=manager.id or 0, starts_on=since)
        grant = Grant(
            person_id=one.id or 0,
            role=Role.REP,
            root_id=one.id,
            starts_at=NOW - timedelta(days=9),
        )
        session.add_all([line, grant])
    session.flush()
    everybody = session.exec(select(Person.id)).all()
    rebuild_reach(session, [one or 0 for one in everybody], TODAY)
    return more
