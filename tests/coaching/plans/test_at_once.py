"""Two administrators who say at one moment which calls are significant."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.coaching.plans.significant.actions import set_reasons
from coach_the_coach.coaching.plans.significant.queries import reasons
from coach_the_coach.foundation import store
from tests.cast import NOW, Cast
from tests.meeting import at_once, company


@pytest.fixture
def cast(database_url: str) -> Iterator[Cast]:
    """The cast, in a database of its own."""
    with company(database_url) as cast:
        yield cast


def test_of_two_lists_set_at_once_the_later_one_is_in_force(cast: Cast):
    with store.transaction() as session:
        ada = replace(cast, session=session).actor(cast.ada)

    def sets(text: str, seconds: int):
        def set_it(session: Session) -> None:
            at = NOW + timedelta(seconds=seconds)
            set_reasons(session, ada, reasons=[text], at=at)

        return set_it

    at_once(sets("A renewal", 0), sets("A large deal", 1))

    with store.transaction() as session:
        assert reasons(session, ada) == ["A large deal"]
