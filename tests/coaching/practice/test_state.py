"""The page on which a practice is chosen: where it leads, and what each of the cast sees."""

from collections.abc import Iterator

import pytest

from coach_the_coach.coaching.practice.rows import CountList, HeldList, OverviewRow, RoundList
from coach_the_coach.coaching.practice.state import LIBRARY, TeamPracticeState
from tests.coaching.practice.held import KEY
from tests.observations.visit import Visit, house


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        yield


def test_a_manager_begins_a_practice_and_comes_to_its_page():
    page = Visit(TeamPracticeState, "/team-practice", "mo")
    assert page.state.overview.leads
    assert "/team-practice/" in page.do("begin", KEY)[0]
    again = Visit(TeamPracticeState, "/team-practice", "mo")
    assert [one.title for one in again.state.overview.open] == ["Price objection"]


def test_what_is_no_moment_is_said_to_be_so():
    page = Visit(TeamPracticeState, "/team-practice", "mo")
    for key in ("nowhere", "x" * 5000):
        assert page.do("begin", key) == []
        assert page.state.message == "Choose a hard moment from the library."


@pytest.mark.parametrize("who", ["rae", "mia", "ada"])
def test_whoever_leads_nobody_sees_the_library_alone(who: str):
    state = Visit(TeamPracticeState, "/team-practice", who).state
    assert state.loaded
    assert (state.overview, state.held) == (OverviewRow(), HeldList())
    assert (state.rounds, state.counts) == (RoundList(), CountList())
    assert len(LIBRARY) >= 12


def test_pages_turn_and_made_up_lists_turn_nothing():
    page = Visit(TeamPracticeState, "/team-practice", "lena")
    for name, by in (("counts", 1), ("counts", -1), ("counts", -1), ("all", 1), ("held", "x")):
        page.do("turn", name, by)
    assert [one.name for one in page.state.counts.lines] == ["Mo Manager"]
