"""How many people make a pulse, set by two at the same moment."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session

from coach_the_coach.foundation import store
from coach_the_coach.pulse.minimum.actions import set_minimum
from coach_the_coach.pulse.minimum.queries import minimum
from tests.cast import NOW, Cast
from tests.meeting import at_once, company


@pytest.fixture
def cast(database_url: str) -> Iterator[Cast]:
    """The cast, in a database of its own."""
    with company(database_url) as cast:
        yield cast


def test_the_later_one_knows_of_the_earlier_one(cast: Cast):
    with store.transaction() as session:
        ada = replace(cast, session=session).actor(cast.ada)

    def sets(people: str):
        def set_it(session: Session) -> None:
            set_minimum(session, ada, people=people, at=NOW)

        return set_it

    at_once(sets("10"), sets("3"))

    with store.transaction() as session:
        held = minimum(session)
    assert (held.people, held.of([date(2026, 3, 1)])) == (3, 10)
