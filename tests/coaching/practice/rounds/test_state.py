"""The page of one practice: tap by tap, to its end."""

from collections.abc import Iterator

import pytest

from coach_the_coach.coaching.practice.rounds.rows import PracticeRow
from coach_the_coach.coaching.practice.rounds.state import PracticeRoundsState
from coach_the_coach.coaching.practice.state import TeamPracticeState
from coach_the_coach.foundation import store
from tests.coaching.practice.held import KEY, LEARNED, SAID
from tests.observations.visit import Visit, house, person


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        yield


def begun() -> str:
    """A practice that Mo begins from the library."""
    sent = Visit(TeamPracticeState, "/team-practice", "mo").do("begin", KEY)
    return sent[0].partition("/team-practice/")[2][:32]


def id_of(key: str) -> str:
    """The public id of one of the cast."""
    with store.reading() as session:
        return person(session, key).public_id


def page_of(practice: str, key: str = "mo") -> Visit:
    """The page as one of the cast opens it."""
    return Visit(PracticeRoundsState, f"/team-practice/{practice}", key)


def test_a_practice_is_led_tap_by_tap_and_closed():
    practice, rae = begun(), id_of("rae")
    page = page_of(practice)
    assert (page.state.stage, len(page.state.practice.turns)) == ("lead", 2)
    page.do("attempt", practice, rae)
    page.do("keep_debrief", practice, rae, SAID)
    page.do("retry", practice, rae)
    assert [one.step for one in page_of(practice).state.practice.turns] == ["retried", "none"]

    page.do("close", {"minutes": "20", "planned": "yes", "learned": LEARNED})

    assert (page.state.stage, page.state.problems) == ("closed", {})
    assert page.state.message == "Closed. It is in your log."
    page.do("withdraw", practice, {"reason": ""})
    assert list(page.state.problems) == ["reason"]
    page.do("withdraw", practice, {"reason": "It was another day."})
    assert (page.state.practice.is_withdrawn, page.state.problems) == (True, {})


def test_what_does_not_fit_is_said_beside_the_rep_and_at_the_end():
    practice, rae = begun(), id_of("rae")
    page = page_of(practice)
    page.do("attempt", practice, rae)
    page.do("retry", practice, rae)
    assert page.state.problems == {rae: "First the one thing to do differently."}
    page.do("keep_debrief", practice, rae, "x" * 5000)
    assert page.state.problems == {rae: "At most 300 characters."}
    assert "rounds" in page.do("close", {"minutes": "\u0662", "planned": "perhaps"})[-1]
    assert list(page.state.problems) == ["rounds", "minutes", "planned", "learned"]
    assert not page.state.busy


def test_a_tap_too_many_is_taken_back_and_an_empty_practice_discarded():
    practice, rae = begun(), id_of("rae")
    page = page_of(practice)
    page.do("attempt", practice, rae)
    page.do("take_back", practice, rae)
    assert "/team-practice" in page.do("discard", practice)[0]
    assert page_of(practice).state.stage == "gone"


@pytest.mark.parametrize("who", ["lena", "cleo", "mia", "sol", "rae", "spec", "ada"])
def test_nobody_else_opens_it(who: str):
    state = page_of(begun(), who).state
    assert (state.stage, state.practice) == ("gone", PracticeRow())
