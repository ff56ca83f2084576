from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import func, select

from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import NotPermitted
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.observations.selftally.rows import TalliesRow
from coach_the_coach.observations.selftally.state import TalliesState, draft_from
from coach_the_coach.observations.selftally.tables import SelfTally
from tests.observations.selftally.made import counted
from tests.observations.visit import Visit, house, person

PAGE = "/tallies"


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        yield


def made(number: int = 1) -> None:
    with store.transaction() as session:
        mo = actor_named(session, person(session, "mo").id or 0, clock.now())
        for _each in range(number):
            counted(session, mo, codes=[], at=clock.now())


def tallies() -> int:
    with store.reading() as session:
        return session.exec(select(func.count()).select_from(SelfTally)).one()


def answers(**but: Any) -> dict[str, Any]:
    return {"about": "Rae", "purpose": "coach", "buttons": "four", "source": "live"} | but


def test_answers_of_another_type_are_none():
    assert draft_from({"purpose": 3, "about": ["Rae"]}).purpose == ""


def test_the_first_time_the_questions_are_open():
    page = Visit(TalliesState, PAGE, "mo").state

    assert (page.loaded, page.may_count, page.is_opening, page.mine.lines) == (True, True, True, [])
    assert (page.last.purpose, page.last.buttons) == ("", "four")


def test_later_the_list_comes_first_and_doing_it_again_asks_at_once():
    made()
    page = Visit(TalliesState, PAGE, "mo")
    assert (page.state.is_opening, len(page.state.mine.lines)) == (False, 1)
    page.do("begin")
    assert page.state.is_opening

    assert Visit(TalliesState, f"{PAGE}?again=1", "mo").state.is_opening


def test_the_answers_open_a_tally_and_lead_to_it():
    page = Visit(TalliesState, PAGE, "mo")
    told = page.do("submit", answers())

    assert tallies() == 1
    assert "/tallies/" in told[-1]
    assert not page.state.busy


def test_what_is_missing_is_said_and_nothing_is_opened():
    page = Visit(TalliesState, PAGE, "mo")
    page.do("submit", answers(purpose=None))

    assert (tallies(), list(page.state.problems), page.state.busy) == (0, ["purpose"], False)


@pytest.mark.parametrize("key", ["lena", "cleo", "odd", "sol", "mia", "ada", "spec", "rae"])
def test_the_lists_of_others_hold_nothing_of_it(key: str):
    made(27)
    page = Visit(TalliesState, PAGE, key)
    for number in (1, 2):
        page.do("show_mine", number)
        page.do("show_shared", number)
        assert (page.state.mine, page.state.shared) == (
            TalliesRow(number=number),
            TalliesRow(number=number),
        )
    assert page.frame.person.unread == 0


@pytest.mark.parametrize("key", ["ada", "spec", "rae"])
def test_who_does_not_coach_is_asked_nothing_and_opens_nothing(key: str):
    page = Visit(TalliesState, PAGE, key)

    assert (page.state.may_count, page.state.is_opening) == (False, False)
    with pytest.raises(NotPermitted):
        page.do("submit", answers())
    assert tallies() == 0


def test_pages_are_turned():
    made(27)
    page = Visit(TalliesState, PAGE, "mo")
    assert (len(page.state.mine.lines), page.state.mine.has_more) == (25, True)
    page.do("show_mine", 2)
    assert (len(page.state.mine.lines), page.state.mine.has_more) == (2, False)
