"""The pages of learning, as the browser of one of the cast sees them."""

from collections.abc import Iterator

import pytest

from coach_the_coach.certification.learning.check.rows import CheckRow
from coach_the_coach.certification.learning.check.state import CheckState
from coach_the_coach.certification.learning.rules import EXAM
from coach_the_coach.certification.learning.unit.state import UnitState
from coach_the_coach.certification.learning.units.state import LearnState
from coach_the_coach.coaching.log.actions import keep_session
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.shell import routes
from tests.cast import NOW, Cast
from tests.certification.learning.answers import answers
from tests.coaching.log.written import draft
from tests.observations.visit import Visit, house, person

PAGE = routes.learn_unit("asking")


@pytest.fixture(autouse=True)
def inside(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The cast, on a Monday in March."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with house(database_url):
        yield


def answered(address: str, bank: str, *, wrong: int = 0, key: str = "mo") -> Visit:
    """A page on which every question has an answer, not sent yet."""
    page = Visit(CheckState, address, key)
    page.do("begin")
    for question, chosen in answers(bank, wrong).items():
        page.do("answer", page.state.check.try_id, question, chosen)
    return page


def test_a_unit_is_read_its_questions_are_answered_and_sent():
    page = Visit(CheckState, PAGE, "mo")
    assert (page.state.check.stage, page.state.check.needed) == ("new", 4)
    page.do("begin")
    row = page.state.check
    assert (row.stage, page.state.left) == ("open", "5 questions are open.")
    page.do("answer", row.try_id, "asking-1", "b")
    assert (page.state.left, page.state.check) == ("4 questions are open.", row)
    # On another device it goes on where it was left.
    other = Visit(CheckState, PAGE, "mo").state
    given = {one.key: one.given for one in other.check.groups[0].questions}
    assert (other.left, given["asking-1"], given["asking-2"]) == ("4 questions are open.", "b", "")
    page.do("send", row.try_id)
    assert page.state.problems == {"answer": "4 questions are open."}
    for question, chosen in answers("asking", 1).items():
        page.do("answer", row.try_id, question, chosen)
    page.do("send", row.try_id)
    assert (page.state.check.stage, page.state.check.result) == ("sent", "4 of 5 right")


def test_after_two_failed_tries_it_is_said_when_the_next_may_begin():
    first, page = (answered(PAGE, "asking", wrong=5) for _each in range(2))
    assert first.state.check.try_id == page.state.check.try_id
    page.do("send", page.state.check.try_id)
    page = answered(PAGE, "asking", wrong=5)
    page.do("send", page.state.check.try_id)
    assert page.state.check.waits.words == "Tomorrow 10:00"
    page.do("begin")
    assert (page.state.check.stage, page.state.message.startswith("A day's rest")) == ("sent", True)


def test_the_exam_is_one_page_with_four_talks():
    page = answered(routes.EXAM, EXAM, wrong=4)
    assert sorted(len(one.turns) for one in page.state.check.groups) == [18, 38, 38, 38]
    page.do("send", page.state.check.try_id)
    assert (page.state.check.is_passed, page.state.check.result) == (True, "16 of 20 right")


@pytest.mark.parametrize("given", [None, 3, "e", "a" * 5000, ["a"]])
def test_what_a_browser_makes_up_is_no_answer(given: object):
    page = Visit(CheckState, PAGE, "mo")
    page.do("begin")
    page.do("answer", page.state.check.try_id, "asking-1", given)
    assert page.state.problems == {"answer": "Choose one of the answers."}
    assert page.state.left == "5 questions are open."


def test_a_unit_that_is_not_there_is_said_to_be_so():
    assert Visit(UnitState, routes.learn_unit("nothing"), "mo").state.gone
    page = Visit(CheckState, routes.learn_unit("nothing"), "mo").state
    assert page.check == CheckRow()


def test_where_it_was_used_is_said_once_it_is_read_and_something_was_logged():
    page = Visit(UnitState, PAGE, "mo")
    assert (page.state.unit.title, page.state.use.is_read) == ("Asking and listening", False)
    Visit(CheckState, PAGE, "mo").do("begin")
    page.do("look_again")
    assert (page.state.use.is_read, page.state.use.sessions) == (True, [])
    entry = logged()
    page.do("look_again")
    assert [one.value for one in page.state.use.sessions] == [entry]
    page.do("keep_use", {"entry": "", "words": "Too short."})
    assert set(page.state.problems) == {"entry", "words"}
    page.do("keep_use", {"entry": entry, "words": "I waited after each of my questions."})
    assert (page.state.use.is_used, page.state.message) == (True, "Kept. It counts as used.")
    again = Visit(UnitState, PAGE, "mo").state.use
    assert again.words == "I waited after each of my questions."


def test_the_list_says_what_is_next_to_each_of_them_alone():
    page = answered(PAGE, "asking")
    page.do("send", page.state.check.try_id)
    assert Visit(LearnState, routes.LEARN, "mo").state.row.units[1].passed == "Today 10:00"
    for key in ("lena", "mia", "sol"):
        row = Visit(LearnState, routes.LEARN, key).state.row
        assert {(one.read, one.passed, one.used) for one in row.units} == {("", "", "")}
        other = Visit(CheckState, PAGE, key).state.check
        assert (other.stage, other.groups) == ("new", [])


def logged() -> str:
    """The public id of a session that Mo logged today."""
    with store.transaction() as session:
        people = {key: person(session, key) for key in Cast.__annotations__ if key != "session"}
        cast = Cast(session, **people)
        mo = actor_named(session, cast.mo.id or 0, NOW)
        return keep_session(session, mo, public_id=new_id(), draft=draft(cast), at=NOW)
