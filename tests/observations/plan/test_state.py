from collections.abc import Iterator

import pytest

from coach_the_coach.foundation import store
from coach_the_coach.observations.plan.rows import PlanRow
from coach_the_coach.observations.plan.state import PlanState
from tests.observations.results import signed
from tests.observations.visit import Visit, house


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        yield


@pytest.fixture
def made() -> str:
    """The public id of Lena's signed observation of Mo."""
    with store.transaction() as session:
        return signed.observation(session, signed.cast_in(session)).public_id


def test_the_page_of_the_talk_shows_the_observer_the_plan(made: str):
    page = Visit(PlanState, f"/observations/{made}/talk")
    assert page.state.plan.public_id == made
    assert [line.place for line in page.state.plan.lines] == [
        *("What went well", "One gap", "Ask", "Next step")
    ]

    page.do("load_plan", "somewhere else")
    assert page.state.plan == PlanRow()
    page.do("load_plan", made)
    assert page.state.plan.public_id == made


def test_the_one_observed_sees_none(made: str):
    page = Visit(PlanState, f"/observations/{made}/talk", "mo")
    assert page.state.plan == PlanRow()

    page.do("load_plan", made)
    assert page.state.plan == PlanRow()
