"""Making figures of what was said, once for each month and quarter, and losing who said it."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time
from random import SystemRandom
from typing import Any, Final

from sqlalchemy import delete, insert
from sqlmodel import Session, col

from coach_the_coach.foundation import jobs
from coach_the_coach.foundation.audit import unlogged
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.identity.actions import lines_on
from coach_the_coach.pulse.minimum.queries import minimum
from coach_the_coach.pulse.release.queries import answered, months_out, said
from coach_the_coach.pulse.release.rules import (
    HELD,
    WHOLE,
    Month,
    Node,
    everybody,
    forest,
    months_in,
    shown,
)
from coach_the_coach.pulse.rules import (
    closes_on,
    closes_quarter,
    last_day,
    level,
    months_of_quarter,
)
from coach_the_coach.pulse.tables import PulseFigure, PulseSaid, PulseTicket

RELEASES: Final = "pulse-release"
"""The kind of job that makes the figures of a month, and at its end of a quarter."""


def plan_release(session: Session, month: date) -> None:
    """Have the figures of a month made once it is answered no more."""
    due = datetime.combine(closes_on(month), time(), UTC)
    payload = {"month": month.isoformat()}
    key = f"{RELEASES}:{month.isoformat()}"
    jobs.enqueue(session, RELEASES, key=key, due_at=due, payload=payload)


@jobs.job(RELEASES)
@unlogged("the program's own; its entry would say when, and nothing else that is not shown")
def release(session: Session, payload: dict[str, Any], at: datetime) -> None:
    """Make the figures of a month; whoever has not answered it can no longer."""
    month = date.fromisoformat(payload["month"])
    with as_program(session):
        # First: it waits for whoever answers at this moment, and nobody begins to afterwards.
        _let_go(session, [month], used=False)
        _show_month(session, month, at)
        shuffle(session, [month])
        if closes_quarter(month):
            _close_quarter(session, months_of_quarter(month), at)


def shuffle(session: Session, months: Collection[date]) -> None:
    """Write what was said anew: in a random order, under new names, in one transaction.

    So that neither its place nor its transaction is that of a ticket any more.
    """
    rows = [row for month in said(session, months).values() for row in month]
    SystemRandom().shuffle(rows)
    anew = [row.model_dump() | {"id": new_id()} for row in rows]
    session.exec(delete(PulseSaid).where(col(PulseSaid.month).in_(months)))
    if anew:
        session.exec(insert(PulseSaid), params=anew)


def _show_month(session: Session, month: date, at: datetime) -> None:
    """Make the figures of those coaches of whom enough people said something.

    What of a whole would be shown is decided with them, and shown with the quarter.
    """
    people = answered(session, [month])
    roots = forest(lines_on(session, last_day(month)), people, months_out(session, [month]))
    chosen = shown(roots, minimum(session).of([month]))
    own = [node for node in chosen if node.name[1] == HELD]
    _keep(session, own, (month, last_day(month)), [month], at)


def _close_quarter(session: Session, months: tuple[date, ...], at: datetime) -> None:
    """Make the figures of a quarter, of the wholes and of what no month has shown.

    Of what was said nobody can tell afterwards who has said anything at all.
    """
    _let_go(session, months, used=False)
    last = last_day(months[-1])
    roots = forest(lines_on(session, last), answered(session, months), months_out(session, months))
    chosen = shown(roots, minimum(session).of(months))
    _keep(session, chosen, (months[0], last), months, at)
    _let_go(session, months, used=True)
    shuffle(session, months)


def _keep(
    session: Session,
    nodes: Collection[Node],
    period: tuple[date, date],
    months: Collection[date],
    at: datetime,
) -> None:
    """Keep the figures of these; what is kept once stays as it is."""
    answers = said(session, months)
    rows = [_figure(node, answers, period, at) for node in nodes]
    if values := [row for row in rows if row]:
        session.exec(insert_into(session, PulseFigure).values(values).on_conflict_do_nothing())


def _figure(
    node: Node,
    answers: dict[Month, list[PulseSaid]],
    period: tuple[date, date],
    at: datetime,
) -> dict[str, Any]:
    """What is kept of one figure; empty where nothing was said, which is told of nobody."""
    rows = [row for month in months_in(node) for row in answers.get(month, [])]
    if not rows:
        return {}
    person, kind = node.name
    return {
        "node_id": person,
        "whole": kind == WHOLE,
        "period_from": period[0],
        "period_to": period[1],
        "people": len(everybody(node)),
        "rating": level([row.rating for row in rows]),
        "thinking": level([row.thinking for row in rows]),
        "one_thing": level([row.one_thing for row in rows]),
        "hard": level([row.hard for row in rows]),
        "released_at": at,
    }


def _let_go(session: Session, months: Collection[date], *, used: bool) -> None:
    """Delete the tickets of these months that were used, or that were not."""
    session.exec(
        delete(PulseTicket).where(
            col(PulseTicket.month).in_(months), col(PulseTicket.used).is_(used)
        )
    )
