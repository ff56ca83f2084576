"""What counts is entered once, and stays withdrawn."""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from coach_the_coach.evidence.actions import keep, turn_stale, withdraw
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence, Stale
from tests.cast import NOW, Cast

SUBJECT = "f" * 32


def test_the_same_thing_counts_once_and_what_was_withdrawn_stays_so(session: Session, cast: Cast):
    mo = cast.mo.id or 0
    later, last = NOW + timedelta(days=1), NOW + timedelta(days=2)
    for at in (NOW, later):
        for _twice in range(2):
            keep(session, mo, EvidenceKind.LOG, SUBJECT, at=NOW, now=at)
        withdraw(session, SUBJECT, at=later, reason="Logged twice.")
    keep(session, mo, EvidenceKind.LOG, SUBJECT, at=NOW, now=last)

    rows = session.exec(select(Evidence).order_by(col(Evidence.id))).all()

    assert [(row.entered_at, row.withdrawn_at, row.reason) for row in rows] == [
        (NOW, later, "Logged twice."),
        (later, later, "Logged twice."),
        (last, None, ""),
    ]


def test_the_months_of_days_are_to_be_made_anew_since_the_last_change(session: Session, cast: Cast):
    mo, later = cast.mo.id or 0, NOW + timedelta(minutes=1)
    turn_stale(session, mo, [date(2026, 2, 3), date(2026, 2, 28), date(2026, 3, 1)], at=NOW)
    turn_stale(session, mo, [date(2026, 3, 2)], at=later)
    turn_stale(session, mo, [], at=later)
    session.expire_all()

    rows = session.exec(select(Stale).order_by(col(Stale.month))).all()

    assert [(row.month, row.since) for row in rows] == [
        (date(2026, 2, 1), NOW),
        (date(2026, 3, 1), later),
    ]
