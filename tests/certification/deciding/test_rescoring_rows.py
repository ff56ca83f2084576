"""Beneath all queries, on PostgreSQL: what two score again for an appeal is nobody else's."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from coach_the_coach import schema
from coach_the_coach.foundation import store
from coach_the_coach.foundation.viewer import NOBODY, PROGRAM, view_as
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.tables import BlindScoring, Observation
from tests.cast import Cast, people
from tests.certification.deciding import rescored
from tests.certification.deciding.rescored import AT, THEN, Scene
from tests.conftest import databases_of

EVERYBODY = ("cleo", "lena", "odd", "mo", "mia", "sol", "rae", "ren", "sid", "spec", "ada")
PARTS = ("observation_body", "rating", "outcome", "turn_code", "transcript", "transcript_turn")


@pytest.fixture
def company(request: pytest.FixtureRequest) -> Iterator[tuple[Cast, Scene]]:
    """Ben and Cem have signed, and nothing is decided; in a database of the test's own."""
    store.open_at(databases_of("postgres", request.config).fresh())
    with store.transaction() as session:
        cast = people(session)
        found = rescored.appealed(session, cast)
        rescored.both(session, cast, found)
    yield cast, found
    store.open_at(None)


def number_of(of: Person) -> int | None:
    """The observation that somebody signed."""
    with store.transaction(PROGRAM) as session:
        found = session.exec(select(Observation).where(Observation.observer_id == of.id)).one()
        return found.id or 0


def seen(who: Person, of: Person) -> int:
    """How many rows of what `of` gave and wrote the database gives somebody."""
    tables, number = schema.metadata.tables, number_of(of)
    with store.transaction(NOBODY) as session:
        view_as(session, who.id or 0, AT)
        return sum(
            session.connection().scalar(
                columns(func.count())
                .select_from(tables[name])
                .where(tables[name].c.observation_id == number)
            )
            or 0
            for name in PARTS
        )


def knows_of(who: Person, of: Person) -> bool:
    """Whether the database lets somebody know that `of` signed."""
    number = number_of(of)
    with store.transaction(NOBODY) as session:
        view_as(session, who.id or 0, AT)
        return session.get(Observation, number) is not None


def pairs(session: Session, who: Person) -> int:
    """How many scorings the database gives somebody."""
    view_as(session, who.id or 0, AT)
    return len(session.exec(select(BlindScoring.id)).all())


@pytest.mark.parametrize("key", EVERYBODY)
def test_nobody_gets_a_row_of_it_before_it_is_decided(company: tuple[Cast, Scene], key: str):
    cast, found = company
    for one in (found.ben, found.cem):
        assert seen(getattr(cast, key), one) == 0
        assert not knows_of(getattr(cast, key), one)
    with store.transaction(NOBODY) as session:
        # Lena named the two, and Mo knows that they do it.
        assert pairs(session, getattr(cast, key)) == (key in ("lena", "mo"))


def test_each_of_the_two_gets_their_own_and_nothing_of_what_was_scored_before(
    company: tuple[Cast, Scene],
):
    cast, found = company
    assert seen(found.ben, found.ben) > 0
    assert seen(found.ben, found.cem) == seen(found.ben, found.ann) == 0
    # Who leads Mo reads what was scored before, unless they are one of the two.
    assert seen(cast.lena, found.ann) > 0
    with store.transaction(PROGRAM) as session:
        scoring = session.exec(select(BlindScoring)).one()
        scoring.first_observer_id = cast.lena.id or 0
        session.add(scoring)
    assert seen(cast.lena, found.ann) == 0


def test_with_the_decision_the_candidate_and_their_leader_get_it(company: tuple[Cast, Scene]):
    cast, found = company
    with store.transaction() as session:
        rescored.decided(session, replace(cast, session=session), found, "upheld")
    for who in (cast.mo, cast.lena):
        assert seen(who, found.ben) > 0
        assert seen(who, found.cem) > 0
    assert seen(cast.rae, found.ben) == 0
    with store.transaction(PROGRAM) as session:
        settled = session.exec(select(BlindScoring.settled_at)).one()
        assert settled == THEN
        first = select(Observation.status).where(col(Observation.observer_id) == found.ann.id)
        assert session.exec(first).one() == "signed"
