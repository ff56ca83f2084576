"""The page on which one rates oneself: what is there, what is kept, and where it leads."""

from collections.abc import Iterator

import pytest

from coach_the_coach.foundation import store
from coach_the_coach.observations.reflect.rows import ReflectRow
from coach_the_coach.observations.reflect.state import ReflectState
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.tables import Observation
from tests.observations.results import signed
from tests.observations.visit import Visit, house


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        yield


@pytest.fixture
def made() -> Observation:
    """Lena's signed observation of Mo, in the database of the program."""
    with store.transaction() as session:
        return signed.observation(session, signed.cast_in(session), aim=Aim.CERTIFICATION)


def page_of(made: Observation, key: str = "mo") -> Visit:
    """The page as one of the cast opens it."""
    return Visit(ReflectState, f"/observations/{made.public_id}/reflect", key)


def test_each_answer_is_kept_and_there_on_another_device(made: Observation):
    page = page_of(made)
    page.do("choose", made.public_id, 2, "3")
    page.do("choose", made.public_id, 7, "none")

    assert (page.state.stage, page.state.answered) == ("ask", 2)
    assert page.state.kept == {"2": True, "7": True}
    other = page_of(made).state
    assert [one.chosen for one in other.reflection.questions] == [
        *("", "3", "", "", "", "", "none", "")
    ]


def test_an_answer_that_is_none_is_said_beside_its_question(made: Observation):
    page = page_of(made)
    page.do("choose", made.public_id, 2, "9")
    assert page.state.problems == {"rating_2": "Choose a level, or that you cannot say."}
    page.do("choose", made.public_id, 2, "4")
    assert (page.state.problems, page.state.answered) == ({}, 1)


def test_done_leads_to_the_talk_and_cannot_be_done_early(made: Observation):
    page = page_of(made)
    assert page.do("finish") == []
    assert len(page.state.problems) == 8
    for number in range(1, 9):
        page.do("choose", made.public_id, number, "3")
    assert f"/observations/{made.public_id}/talk" in page.do("finish")[0]
    # Whoever comes back to the page afterwards is led on.
    again = page_of(made)
    assert again.state.stage == ""
    assert f"/observations/{made.public_id}/talk" in again.do("load")[0]


@pytest.mark.parametrize("key", ["lena", "cleo", "sol", "ada", "rae"])
def test_for_anybody_else_nothing_is_there(made: Observation, key: str):
    page = page_of(made, key)
    assert page.state.stage == "gone"
    assert page.state.reflection == ReflectRow()
