"""The pages of practice: no verdict while coding, the comparison at the end, the offer."""

from collections.abc import Iterator

import pytest

from coach_the_coach.foundation import clock, store
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.actions import give_grant
from coach_the_coach.identity.tables import Person
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


def rated(key: str = "mo") -> Visit:
    """A page on which everything is answered, the levels as the reference gives them."""
    page = coded(key)
    page.do("go_on_to_rating")
    for dimension, level in rounds.levels().items():
        page.do("rate", dimension, str(level))
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
    assert (page.state.stage, page.state.message) == ("code", "Dimensions without an answer: 8.")
    page = rated()
    assert (page.state.stage, page.state.rated, page.state.open) == ("rate", 8, 1)
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
        (SHIPPED[3], 0, False),
    ]


def test_the_eight_dimensions_come_after_the_codes_and_keep_themselves():
    page = page_of()
    page.do("go_on_to_rating")
    assert page.state.stage == "code"
    page = coded()
    page.do("go_on_to_rating")
    assert (page.state.stage, page.state.open) == ("rate", 1)
    page.do("rate", 1, "3")
    page.do("rate", 2, "none")
    page.do("rate", 2, "nonsense")
    assert page.state.message == "Choose one of the levels, or not observed."
    page.do("go_on_to", 3)
    page.do("turn_to", 3, False)
    assert (page.state.levels, page.state.open) == ({"1": "3", "2": "none"}, 0)
    assert page.state.result == ResultRow()
    # On another device it goes on where it was left.
    other = page_of()
    assert (other.state.stage, other.state.levels, other.state.open) == (
        "rate",
        {"1": "3", "2": "none"},
        3,
    )
    other.do("back_to_codes")
    other.do("code", 1, "take")
    assert (other.state.stage, other.state.levels) == ("code", {"1": "3", "2": "none"})


def test_whoever_certifies_is_led_to_two_and_has_practised_once_both_are_compared():
    library = Visit(LibraryState, "/practice", "lena").state
    assert library.missing.startswith("Before you score for certification")
    assert Visit(LibraryState, "/practice", "mo").state.missing == ""
    for conversation in SHIPPED[:2]:
        page = page_of("lena", conversation)
        for number, code in rounds.codes(conversation=conversation).items():
            page.do("code", number, str(code))
        page.do("go_on_to_rating")
        for dimension in range(1, 9):
            page.do("rate", dimension, "2")
        page.do("finish")
        assert page.state.result.look_first
    assert Visit(LibraryState, "/practice", "lena").state.missing == ""


def test_a_guest_from_outside_the_company_can_practise():
    with store.transaction(store.PROGRAM) as session:
        guest = Person(email="gina@example.com", given_name="Gina", family_name="Guest")
        session.add(guest)
        session.flush()
        now = clock.now()
        give_grant(session, guest.id or 0, Role.GUEST, root_id=guest.id, at=now, ends_at=None)
    page = rated("gina")
    page.do("finish")
    assert (page.state.stage, len(page.state.result.levels)) == ("result", 8)
    lines = Visit(LibraryState, "/practice", "gina").state.lines
    assert [one.result != "" for one in lines] == [True, False, False, False]


def test_it_cannot_be_finished_early():
    page = page_of()
    page.do("code", 1, "open")
    page.do("finish")
    assert (page.state.stage, page.state.message) == ("code", "Turns without a code: 19.")


def test_a_conversation_that_is_not_there_is_said_to_be_so():
    assert page_of(conversation="nothing").state.stage == "gone"


@pytest.mark.parametrize("key", ["lena", "cleo", "sol", "ada", "rae"])
def test_for_anybody_else_it_is_a_conversation_not_yet_coded(key: str):
    rated().do("finish")
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
    rated("lena").do("finish")
    assert Visit(PracticeOfferState, "/", "lena").state.offer == OfferRow()
