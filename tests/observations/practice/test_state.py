"""The pages of practice: no verdict while coding, the comparison at the end, the offer."""

from collections.abc import Iterator

import pytest

from coach_the_coach.observations.practice.queries import SHIPPED
from coach_the_coach.observations.practice.round.state import RoundState
from coach_the_coach.observations.practice.rows import OfferRow, ResultRow
from coach_the_coach.observations.practice.state import LibraryState, PracticeOfferState
from tests.observations.practice import rounds
from tests.observations.practice.rounds import CHANGED, FIRST
from tests.observations.visit import Visit, house


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        yield


def page_of(key: str = "mo", conversation: str = FIRST) -> Visit:
    """The page of a conversation as one of the cast opens it."""
    return Visit(RoundState, f"/practice/{conversation}", key)


def coded(key: str = "mo") -> Visit:
    """A page on which every turn has a code, three of them not the reference's."""
    page = page_of(key)
    for number, code in rounds.codes(CHANGED).items():
        page.do("code", number, str(code))
    return page


def test_a_code_goes_on_to_the_next_turn_without_one_and_says_nothing_of_right_or_wrong():
    page = page_of()
    assert (page.state.stage, page.state.focus.number, page.state.coded) == ("code", 1, 0)
    page.do("code", 1, "take")
    page.do("code", 3, "closed")
    assert (page.state.focus.number, page.state.coded) == (4, 2)
    page.do("move", 3)
    assert (page.state.focus.number, page.state.codes["3"]) == (3, "closed")
    for nowhere in (0, 21):
        page.do("move", nowhere)
    assert page.state.focus.number == 3
    assert (page.state.result, page.state.message) == (ResultRow(), "")
    # On another device it goes on where it was left.
    other = page_of()
    assert (other.state.focus.number, other.state.codes) == (2, {"1": "take", "3": "closed"})
    for number in (2, *range(4, 21)):
        page.do("code", number, "open")
    assert (page.state.coded, page.state.focus.number, page.state.looks_back) == (20, 20, False)
    page.do("move", 19)
    assert (page.state.focus.number, page.state.looks_back) == (19, True)
    assert (page_of().state.focus.number, page_of().state.looks_back) == (20, False)


def test_after_the_last_turn_one_sees_where_one_differs_and_may_do_it_again():
    page = coded()
    assert page.state.stage == "code"
    page.do("finish")
    found = page.state.result
    assert (page.state.stage, found.agreed, found.alike) == ("result", 17, 19)
    assert page_of().state.stage == "result"
    page.do("begin_again")
    assert (page.state.stage, page.state.codes, page.state.focus.number) == ("code", {}, 1)
    page.do("code", 1, "open")
    assert page_of().state.codes == {"1": "open"}
    lines = Visit(LibraryState, "/practice", "mo").state.lines
    assert [(one.key, one.coded, one.result != "") for one in lines] == [
        (SHIPPED[0], 1, True),
        (SHIPPED[1], 0, False),
        (SHIPPED[2], 0, False),
    ]


def test_it_cannot_be_finished_early():
    page = page_of()
    page.do("code", 1, "open")
    page.do("finish")
    assert (page.state.stage, page.state.message) == ("code", "Turns without a code: 19.")


def test_a_conversation_that_is_not_there_is_said_to_be_so():
    assert page_of(conversation="nothing").state.stage == "gone"


@pytest.mark.parametrize("key", ["lena", "cleo", "sol", "ada", "rae"])
def test_for_anybody_else_it_is_a_conversation_not_yet_coded(key: str):
    coded().do("finish")
    page = page_of(key).state
    assert (page.stage, page.codes, page.result) == ("code", {}, ResultRow())
    lines = Visit(LibraryState, "/practice", key).state.lines
    assert {(one.coded, one.result) for one in lines} == {(0, "")}


def test_the_offer_is_there_until_it_is_declined():
    page = Visit(PracticeOfferState, "/", "lena")
    assert page.state.offer.is_open
    page.do("decline")
    assert page.state.offer == OfferRow()
    assert Visit(PracticeOfferState, "/", "lena").state.offer == OfferRow()
    assert Visit(PracticeOfferState, "/", "rae").state.offer == OfferRow()


def test_the_offer_is_gone_once_one_has_practised():
    coded("lena").do("finish")
    assert Visit(PracticeOfferState, "/", "lena").state.offer == OfferRow()
