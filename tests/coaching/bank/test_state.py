from collections.abc import Iterator

import pytest

from coach_the_coach.coaching.bank.queries import bank
from coach_the_coach.coaching.bank.rows import QuestionRow
from coach_the_coach.coaching.bank.state import SHELVES, BankState
from tests.observations.visit import Visit, house

WHOSE = QuestionRow(
    key="stuck-who-moves",
    text="Who decides on the money, and how could you reach them?",
    instead="You need to call the CFO.",
    helps="When one contact is all there is",
    place="Stuck deal",
)


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        yield


def shown(page: Visit) -> tuple[str, str, list[str]]:
    return page.state.search, page.state.group, [one.key for one in page.state.found]


def test_everything_in_the_bank_stands_on_its_page():
    listed = [one.key for shelf in SHELVES for group in shelf.groups for one in group.questions]

    assert listed == [one.key for one in bank().questions]


def test_a_rep_finds_a_question_and_begins_anew():
    page = Visit(BankState, "/questions", "rae")

    page.do("find", "  cfo ")
    assert page.state.found == [WHOSE]
    assert shown(page) == ("cfo", "", ["stuck-who-moves"])
    page.do("find", "")
    assert shown(page) == ("", "", [])


def test_a_group_shows_its_questions_and_a_search_leaves_it():
    page = Visit(BankState, "/questions")

    page.do("choose", "pairs", "rescue")
    assert shown(page) == ("", "Taking over", ["rescue-whose-turn", "rescue-next-time-alone"])
    page.do("find", "cfo")
    assert shown(page) == ("cfo", "", ["stuck-who-moves"])
    page.do("choose", "pairs", "nothing")
    assert shown(page) == ("", "", [])


def test_opened_at_a_question_it_stands_first_among_those_of_its_group():
    page = Visit(BankState, "/questions")

    page.do("begin", "rescue-next-time-alone")
    assert shown(page) == ("", "Taking over", ["rescue-next-time-alone", "rescue-whose-turn"])
    for key in ("", "gone"):
        page.do("begin", key)
        assert shown(page) == ("", "", [])


def test_the_key_can_be_switched_off():
    page = Visit(BankState, "/questions")
    assert page.state.keys_on

    page.do("use_keys", False)
    assert not page.state.keys_on
