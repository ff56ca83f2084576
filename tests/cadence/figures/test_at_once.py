"""Months are made while others note what changed, on two connections: nobody waits in a ring."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.cadence.figures.making.actions import make_figures
from coach_the_coach.cadence.tables import CoachMonth
from coach_the_coach.evidence.actions import turn_stale
from coach_the_coach.evidence.tables import Stale
from coach_the_coach.foundation import store
from coach_the_coach.foundation.viewer import PROGRAM
from tests.cast import NOW, Cast
from tests.meeting import company, meanwhile

MARCH = NOW.date().replace(day=1)


@pytest.fixture
def cast(database_url: str) -> Iterator[Cast]:
    """The cast, whose figures nobody made yet."""
    with company(database_url) as cast:
        yield cast


def queue() -> dict[int, timedelta]:
    """How long before now what stands in the queue changed, by coach."""
    with store.transaction(PROGRAM) as session:
        return {one.person_id: NOW - one.since for one in session.exec(select(Stale))}


def test_months_of_several_are_noted_while_the_queue_is_made(cast: Cast):
    lower, upper = sorted([cast.mo.id or 0, cast.mia.id or 0])
    # The upper one changed first, so it is made first.
    for who, minutes in ((upper, 9), (lower, 8)):
        with store.transaction(PROGRAM) as session:
            turn_stale(session, who, [MARCH], at=NOW - timedelta(minutes=minutes))

    def note(who: int, session: Session) -> None:
        turn_stale(session, who, [MARCH], at=NOW)

    def make() -> None:
        with store.transaction(PROGRAM) as session:
            make_figures(session, {}, NOW)

    meanwhile(
        lambda session: note(lower, session),
        make,
        then=lambda session: note(upper, session),
        viewer=PROGRAM,
    )

    # What was noted meanwhile is in the queue, whoever came first; on SQLite the job came last.
    left = queue()
    assert set(left.values()) <= {timedelta(0)}
    with store.transaction(PROGRAM) as session:
        made = {*session.exec(select(CoachMonth.coach_id))}
        make_figures(session, {}, NOW + timedelta(minutes=5))
    assert {lower, upper} <= made
    assert queue() == {}
