"""What figures are made of; for the job that makes them, where nobody is signed in."""

from collections.abc import Collection
from datetime import date

from sqlmodel import Session, col, select

from coach_the_coach.pulse.release.rules import Month
from coach_the_coach.pulse.rules import last_day
from coach_the_coach.pulse.tables import PulseFigure, PulseSaid, PulseTicket


def answered(session: Session, months: Collection[date]) -> dict[Month, frozenset[int]]:
    """Who said something, and not what, by coach and month; one statement."""
    rows = session.exec(
        select(PulseTicket).where(col(PulseTicket.month).in_(months), col(PulseTicket.used))
    ).all()
    found: dict[Month, set[int]] = {}
    for one in rows:
        found.setdefault((one.coach_id, one.month), set()).add(one.coached_id)
    return {month: frozenset(people) for month, people in found.items()}


def said(session: Session, months: Collection[date]) -> dict[Month, list[PulseSaid]]:
    """What was said, and not by whom, by coach and month; one statement."""
    rows = session.exec(select(PulseSaid).where(col(PulseSaid.month).in_(months))).all()
    found: dict[Month, list[PulseSaid]] = {}
    for row in rows:
        found.setdefault((row.coach_id, row.month), []).append(row)
    return found


def months_out(session: Session, months: Collection[date]) -> set[Month]:
    """What is shown already of one coach for one of these months; one statement."""
    rows = session.exec(
        select(PulseFigure).where(col(PulseFigure.period_from).in_(months), ~col(PulseFigure.whole))
    ).all()
    return {
        (one.node_id, one.period_from) for one in rows if one.period_to == last_day(one.period_from)
    }
