"""A leader's list must not grow slower with their reach: 25 people beside 5,000."""

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Engine
from sqlmodel import Session

from coach_the_coach.foundation import store
from coach_the_coach.identity.access import Actor, Role
from coach_the_coach.identity.actions import rebuild_reach
from coach_the_coach.identity.tables import Grant, Person, ReportingLine
from coach_the_coach.people.queries import coaching_people
from tests.bench.measure import Row, side_by_side
from tests.cast import NOW, Cast, people
from tests.databases import Databases
from tests.people import seen

FEW: Final = 25
MANY: Final = 5_000


def main() -> list[Row]:
    """The first page for a leader of few and for a chief, all observed once by their own leader."""
    with tempfile.TemporaryDirectory() as folder:
        engine = store.connect(Databases("sqlite", Path(folder), "bench").fresh())
        with Session(engine, expire_on_commit=False) as session:
            cast = people(session)
            made = [*managers(session, cast.lena, FEW), *managers(session, cast.odd, MANY)]
            everybody = [cast.cleo, cast.lena, cast.odd, cast.mo, cast.mia, cast.sol, cast.rae]
            rebuild_reach(session, [one.id or 0 for one in [*everybody, *made]], NOW.date())
            observed(session, cast, made)
            session.commit()
            lena, cleo = cast.actor(cast.lena), cast.actor(cast.cleo)
        row = side_by_side(
            "a leader's list",
            (f"{MANY} people", lambda: first_page(engine, cleo)),
            (f"{FEW} people", lambda: first_page(engine, lena)),
        )
        engine.dispose()
    return [row]


def managers(session: Session, leader: Person, number: int) -> list[Person]:
    """So many managers under one leader."""
    made = [
        Person(
            email=f"{leader.given_name}{place}@example.com",
            given_name="Mira",
            family_name=f"{place:04d}",
        )
        for place in range(number)
    ]
    session.add_all(made)
    session.flush()
    since = NOW - timedelta(days=400)
    for one in made:
        who = one.id or 0
        session.add(
            ReportingLine(person_id=who, manager_id=leader.id or 0, starts_on=date(2024, 1, 1))
        )
        session.add(Grant(person_id=who, role=Role.MANAGER, root_id=who, starts_at=since))
    session.flush()
    return made


def observed(session: Session, cast: Cast, made: list[Person]) -> None:
    """Each once, by their leader, within the last months; every other talk has taken place."""
    for place, one in enumerate(made):
        by = cast.lena if place < FEW else cast.odd
        of_one = seen.observation(session, cast, of=one, by=by, days=1 + place % 90)
        if place % 2:
            seen.own_levels(session, of_one, {1: 2})
            seen.talk(session, of_one, one_thing="Ask first.")


def first_page(engine: Engine, actor: Actor) -> None:
    """What is read when the list opens."""
    with Session(engine) as session:
        coaching_people(session, actor, search="", page=0, at=NOW)
