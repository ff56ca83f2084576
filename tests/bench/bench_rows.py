"""A list read beneath PostgreSQL's policies, beside the same list read past them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, func, select

from coach_the_coach import demo
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.viewer import NOBODY, view_as
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.identity.tables import Reach
from coach_the_coach.observations.queries import own_drafts
from coach_the_coach.people.queries import coaching_people
from tests import postgres
from tests.bench.measure import Row, side_by_side
from tests.databases import Databases

ROUNDS: Final = 200
"""Times each is read."""

AIM_MS: Final = 1.0
"""How much longer a transaction may take. Source: docs/method.md#speed."""


@contextmanager
def company() -> Iterator[Actor]:
    """The demo company on a PostgreSQL server of its own, and whoever leads the most people."""
    with postgres.serving() as run:
        store.open_at(Databases("postgres", run, "bench").fresh())
        at = clock.now()
        demo.load(at)
        with store.transaction() as session:
            most = select(Reach.ancestor_id).group_by(col(Reach.ancestor_id))
            top = session.exec(most.order_by(func.count().desc()).limit(1)).one()
            actor = actor_named(session, top, at)
        yield actor
        store.open_at(None)
        postgres.wait_until_stopped(run)


def _nothing(_session: Session) -> None:
    """What costs no more than saying who looks."""


def main() -> list[Row]:
    """Nothing, a short list and the longest one, each both ways in turn."""
    with company() as actor:
        at = clock.now()
        rows = [
            _compared("nothing", actor, at, _nothing),
            _compared("drafts", actor, at, lambda session: own_drafts(session, actor, at=at)),
            _compared("people", actor, at, lambda session: _people(session, actor, at)),
        ]
    more = rows[0].this_ms - rows[0].that_ms
    met = "met" if more <= AIM_MS else "not met"
    print(f"guarded rows: the aim of {AIM_MS:.0f} ms more is {met} at {more:.2f} ms more")
    return rows


def _people(session: Session, actor: Actor, at: datetime) -> object:
    """The list that asks the most of the guarded tables."""
    return coaching_people(session, actor, search="", page=0, at=at)


def _compared(what: str, actor: Actor, at: datetime, read: Callable[[Session], object]) -> Row:
    """One reading as the door does it, beside the same as the owner of the tables."""

    def guarded() -> None:
        with store.reading(NOBODY) as session:
            view_as(session, actor.person_id, at)
            read(session)

    def past() -> None:
        with store.reading() as session:
            session.connection()
            read(session)

    return side_by_side(
        f"rows guarded: {what}", ("guarded", guarded), ("past", past), rounds=ROUNDS
    )
