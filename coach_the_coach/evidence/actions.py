"""What counts and no longer counts; called by the room that made it, in its own transaction."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlmodel import Session, col, select

from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Behind, Evidence, Stale
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.viewer import as_program


def keep(
    session: Session,
    person_id: int,
    kind: EvidenceKind,
    subject: str,
    *,
    at: datetime,
    now: datetime,
) -> None:
    """Enter that `subject`, a public id, counts for a person since `at`; the same once only.

    What was withdrawn stays so: where it counts again, that is another entry.
    """
    row = {
        "person_id": person_id,
        "kind": kind,
        "subject": subject,
        "at": at,
        "entered_at": now,
        "reason": "",
    }
    there = select(Evidence.id).where(
        Evidence.subject == subject,
        Evidence.person_id == person_id,
        Evidence.kind == kind,
        col(Evidence.withdrawn_at).is_(None),
    )
    with as_program(session):
        # Asked first: what guards the ledger on SQLite refuses a second one before it is let pass.
        if session.exec(there).first() is None:
            session.exec(insert_into(session, Evidence).values(row).on_conflict_do_nothing())
    turn_behind(session, [person_id], at=now)


def withdraw(session: Session, subject: str, *, at: datetime, reason: str) -> None:
    """Enter that what rests on `subject` no longer counts, and why; nothing is removed."""
    with as_program(session):
        rows = session.exec(
            select(Evidence).where(
                Evidence.subject == subject, col(Evidence.withdrawn_at).is_(None)
            )
        )
        found = rows.all()
        for row in found:
            row.withdrawn_at, row.reason = at, reason[:200]
    turn_behind(session, [row.person_id for row in found], at=at)


def turn_stale(session: Session, person_id: int, days: Iterable[date], *, at: datetime) -> None:
    """Note that the figures of the months of `days` are to be made anew for a person."""
    turn_stale_all(session, {person_id: days}, at=at)


def turn_stale_all(session: Session, days: Mapping[int, Iterable[date]], *, at: datetime) -> None:
    """The same for many people by id, each with their days, in one statement."""
    # In one order, so that of two who do so at once neither waits for the other.
    months = sorted({(who, day.replace(day=1)) for who, theirs in days.items() for day in theirs})
    rows = [{"person_id": who, "month": month, "since": at} for who, month in months]
    if not rows:
        return
    with as_program(session):
        said = insert_into(session, Stale).values(rows)
        since = {"since": said.excluded.since}
        # Not left as it is: whoever makes them anew at this moment must find it changed.
        session.exec(said.on_conflict_do_update(index_elements=["person_id", "month"], set_=since))
    turn_behind(session, days, at=at)


def turn_behind(session: Session, people: Iterable[int], *, at: datetime) -> None:
    """Note that how far these people are is to be made anew, in one statement."""
    # In one order, as above.
    rows = [{"person_id": who, "since": at} for who in sorted(set(people))]
    if not rows:
        return
    with as_program(session):
        said = insert_into(session, Behind).values(rows)
        since = {"since": said.excluded.since}
        session.exec(said.on_conflict_do_update(index_elements=["person_id"], set_=since))
