"""A person's page must not grow slower with their history: 5 observations beside 500."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, event
from sqlmodel import Session

from coach_the_coach.foundation import store
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.looks.queries import looks_between
from coach_the_coach.people.person.progress.queries import progress
from coach_the_coach.people.person.queries import (
    focus_of,
    noticed_observations,
    person_head,
    readable_observations,
)
from tests.bench.measure import Row, side_by_side
from tests.cast import NOW, Cast, people
from tests.databases import Databases
from tests.people import seen

FEW: Final = 5
MANY: Final = 500

AIM: Final = 1.5
"""How many times longer the page of many may take than the page of few."""


def main() -> list[Row]:
    """The same page of two people, read by their leader; other statements for many end the run."""
    with tempfile.TemporaryDirectory() as folder:
        engine = store.connect(Databases("sqlite", Path(folder), "bench").fresh())
        with Session(engine, expire_on_commit=False) as session:
            cast = people(session)
            history(session, cast, cast.mo, FEW)
            history(session, cast, cast.mia, MANY)
            session.commit()
            actor = cast.actor(cast.lena)
        few, many = (f"{number} observations" for number in (FEW, MANY))
        sent = [len(statements(engine, actor, one)) for one in (cast.mo, cast.mia)]
        print(f"a person's page: {sent[0]} statements with {few}, {sent[1]} with {many}")
        if sent[0] != sent[1]:
            raise SystemExit("The statements of a person's page grow with their history.")
        row = side_by_side(
            "a person's page",
            (many, lambda: page(engine, actor, cast.mia)),
            (few, lambda: page(engine, actor, cast.mo)),
        )
        engine.dispose()
    met = "met" if row.ratio <= AIM else "not met"
    print(f"a person's page: the aim of {AIM} x is {met} at {row.ratio:.2f} x")
    return [row]


def history(session: Session, cast: Cast, of: Person, number: int) -> None:
    """So many observations of one person, a day and a half apart, each talked over."""
    for place in range(number):
        made = seen.observation(
            session,
            cast,
            of=of,
            days=1.5 * place,
            levels=dict.fromkeys(range(1, 9), 1 + place % 4),
            kinds={"developmental": 3, "tactical": 3},
            strip=[[place % 3, 1]] * 40,
        )
        seen.own_levels(session, made, dict.fromkeys(range(1, 9), 2))
        seen.talk(session, made, one_thing="Ask first.")


def page(engine: Engine, actor: Actor, of: Person) -> None:
    """Everything that is read when the page opens."""
    who = of.public_id
    with Session(engine) as session:
        person_head(session, actor, public_id=who, at=NOW)
        focus_of(session, actor, public_id=who, at=NOW)
        progress(session, actor, public_id=who, at=NOW)
        noticed_observations(session, actor, public_id=who, at=NOW)
        looks_between(session, actor, person=who, at=NOW)
        readable_observations(session, actor, public_id=who, at=NOW)


def statements(engine: Engine, actor: Actor, of: Person) -> list[str]:
    """What is sent to the database when the page opens."""
    with _noting(engine) as sent:
        page(engine, actor, of)
    return sent


@contextmanager
def _noting(engine: Engine) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
