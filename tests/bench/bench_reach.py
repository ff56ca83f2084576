"""What is newest in reach of 50,000 people: a team, a region and the top, on each database."""

import random
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, func, insert, text
from sqlmodel import Session, col, select

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation import store
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.identity import scope
from coach_the_coach.identity.access import Actor, ActorGrant, Permission, Role
from coach_the_coach.identity.actions import rebuild_reach
from coach_the_coach.identity.tables import Person, Reach, ReportingLine
from coach_the_coach.observations.rules import Aim, Source
from coach_the_coach.observations.tables import Observation, Status
from tests import build, postgres
from tests.bench.measure import Row, side_by_side
from tests.cast import NOW
from tests.databases import Databases

PEOPLE: Final = 50_000
BELOW: Final = 6
"""Reports of each leader: 50,000 people then stand seven deep."""

OBSERVATIONS: Final = 300_000
BATCH: Final = 5_000
NEWEST: Final = 50

AIM_TEAM_MS: Final = 5.0
"""How long the newest 50 of a team may take. Source: docs/method.md#speed."""

AIM_TOP_MS: Final = 50.0
"""The same for more people than a team, up to all of them. Source: docs/method.md#speed."""


def main() -> list[Row]:
    """The newest in reach and how many there are, beside one look-up in the same database."""
    with tempfile.TemporaryDirectory() as folder:
        rows = measured(store.connect(Databases("sqlite", Path(folder), "bench").fresh()), "sqlite")
    try:
        with postgres.serving(postgres.FAST) as run:
            url = Databases("postgres", run, "bench").fresh()
            rows += measured(store.connect(url), "postgres")
    except postgres.NoPostgres as error:
        print(f"reach on PostgreSQL not measured: {error}")
    return rows


def measured(engine: Engine, kind: str) -> list[Row]:
    """Each size of reach on one database, which is left afterwards."""
    with Session(engine) as session:
        fill(session)
        session.commit()
        session.execute(text("ANALYZE"))
        session.commit()
        actors = leaders(session)
    rows = []
    for size, actor in actors.items():
        by_key = ("one by key", lambda actor=actor: one_by_key(engine, actor))
        for what, work in (("newest 50", newest), ("count", counted)):
            this = (size, lambda work=work, actor=actor: work(engine, actor))
            row = side_by_side(f"{what} in reach, {kind}", this, by_key)
            rows.append(row)
            if what == "newest 50":
                aim = AIM_TEAM_MS if size.startswith(f"{BELOW} ") else AIM_TOP_MS
                met = "met" if row.this_ms <= aim else "not met"
                print(f"reach, {kind}, {size}: the aim of {aim:.0f} ms is {met}")
    engine.dispose()
    return rows


def fill(session: Session) -> None:
    """People in a tree, each below the one whose number is a sixth; observations by chance."""
    empty = Person(email="", given_name="Pat", family_name="").model_dump(exclude={"id"})
    write(
        session,
        Person,
        (
            {**empty, "id": one, "public_id": new_id(), "email": f"p{one}@example.com"}
            for one in range(1, PEOPLE + 1)
        ),
    )
    lines = ((one, above_of(one)) for one in range(2, PEOPLE + 1))
    since = date(2024, 1, 1)
    write(
        session,
        ReportingLine,
        ({"person_id": one, "manager_id": above, "starts_on": since} for one, above in lines),
    )
    rebuild_reach(session, range(1, PEOPLE + 1), NOW.date())
    rubric = build.rubric(session).id or 0
    chance = random.Random(1)
    held = range(2, PEOPLE + 1)
    empty_session = CoachingSession(
        coach_id=1, coached_id=2, purpose=Purpose.COACH, planned=True, held_at=NOW
    ).model_dump(exclude={"id"})
    write(session, CoachingSession, [{**empty_session, "id": 1, "public_id": new_id()}])
    template = Observation(
        coaching_session_id=1,
        observer_id=1,
        observed_id=2,
        aim=Aim.DEVELOPMENT,
        source=Source.LIVE,
        rubric_id=rubric,
        both_agreed=True,
        opened_at=NOW,
    ).model_dump(exclude={"id"})

    def observations() -> Iterator[dict[str, Any]]:
        for number in range(OBSERVATIONS):
            who = chance.choice(held)
            at = NOW - timedelta(minutes=number)
            yield {
                **template,
                "public_id": new_id(),
                "observer_id": above_of(who),
                "observed_id": who,
                "status": Status.SIGNED,
                "opened_at": at,
                "signed_at": at,
            }

    write(session, Observation, observations())


def above_of(one: int) -> int:
    """The number of somebody's leader."""
    return (one - 2) // BELOW + 1


def write(session: Session, table: type[Any], rows: Any) -> None:
    """Write many rows, some thousands at a time."""
    waiting: list[dict[str, Any]] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == BATCH:
            session.execute(insert(table), waiting)
            waiting = []
    if waiting:
        session.execute(insert(table), waiting)


def leaders(session: Session) -> dict[str, Actor]:
    """Somebody who leads a team, a region, and everybody, by how many they lead."""
    sizes = dict(
        session.exec(
            select(Reach.ancestor_id, func.count())
            .where(Reach.depth > 0)
            .group_by(col(Reach.ancestor_id))
        ).all()
    )
    chosen = {}
    for wanted in (BELOW, 3_000, PEOPLE):
        who = min(sizes, key=lambda one, wanted=wanted: abs(sizes[one] - wanted))
        chosen[f"{sizes[who]:,} people"] = Actor(
            who, new_id(), "Pat", "UTC", (ActorGrant(Role.LEADER, who),)
        )
    return chosen


def newest(engine: Engine, actor: Actor) -> None:
    """The newest observations that the actor may know of."""
    with Session(engine) as session:
        scope.newest(
            session,
            Observation,
            actor,
            Permission.OBSERVATION_NOTICE,
            by=col(Observation.signed_at),
            limit=NEWEST,
        )


def counted(engine: Engine, actor: Actor) -> None:
    """How many people are in reach."""
    with Session(engine) as session:
        session.exec(
            select(func.count())
            .select_from(Person)
            .where(scope.sees(Person, actor, Permission.PERSON_SEE))
        ).one()


def one_by_key(engine: Engine, actor: Actor) -> None:
    """The least that a question to this database takes."""
    with Session(engine) as session:
        session.exec(select(Person.public_id).where(Person.id == actor.person_id)).one()
