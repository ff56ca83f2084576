"""The pages of a short look: where they lead, what they keep, and who sees nothing."""

from collections.abc import Iterator

import pytest

from coach_the_coach.foundation import store
from coach_the_coach.observations.looks.opening.state import LookOpeningState
from coach_the_coach.observations.looks.rows import LookFormRow, LookRow
from coach_the_coach.observations.looks.state import LookState
from tests import build
from tests.observations.visit import Visit, house, person


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        with store.transaction() as session:
            build.rubric(session)
        yield


def public_id_of(key: str) -> str:
    """The public id of one of the cast."""
    with store.reading() as session:
        return person(session, key).public_id


def begun() -> str:
    """A look that Lena begins at Mo, from his page."""
    page = Visit(LookOpeningState, "/looks/new")
    sent = page.do("begin", public_id_of("mo"))
    return sent[0].partition("/looks/")[2][:32]


def page_of(look: str, key: str = "lena") -> Visit:
    """The page of a look as one of the cast opens it."""
    return Visit(LookState, f"/looks/{look}", key)


def filled(look: str) -> Visit:
    """Lena's page with everything written."""
    page = page_of(look)
    page.do("choose_dimension", look, 3, True)
    page.do("choose_level", look, 3, "2")
    page.do("keep_words", look, "moment", "You heard the date and missed the worry.")
    page.do("keep_words", look, "to_try", "Say back what you heard before you answer.")
    return page


def test_whom_one_may_look_at_is_offered_and_found_by_name():
    page = Visit(LookOpeningState, "/looks/new")
    assert [one.word for one in page.state.people] == ["Mia Manager", "Mo Manager"]
    page.do("find", "mia")
    assert [one.word for one in page.state.people] == ["Mia Manager"]
    for key in ("mo", "rae", "ada"):
        other = Visit(LookOpeningState, "/looks/new", key).state
        assert (other.loaded, other.may_look, other.people) == (True, False, [])


def test_from_a_persons_page_one_comes_to_the_form_at_once():
    page = Visit(LookOpeningState, f"/looks/new?of={public_id_of('mo')}")
    assert not page.state.loaded
    assert begun() == begun()


@pytest.mark.parametrize("who", ["sol", "rae", "lena"])
def test_somebody_who_cannot_be_looked_at_is_said_to_be_so(who: str):
    page = Visit(LookOpeningState, f"/looks/new?of={public_id_of(who)}")
    assert page.state.loaded
    assert page.state.message != ""
    assert page.do("begin", public_id_of(who)) == []


def test_every_answer_is_kept_and_there_on_another_device():
    look = begun()
    page = filled(look)
    page.do("choose_coached", look, public_id_of("rae"))
    assert page.state.kept.startswith("Kept ")
    assert (page.state.problems, page.state.chosen) == ({}, ["3"])
    form = page_of(look).state.form
    assert (form.chosen, form.dimensions[2].level) == (["3"], "2")
    assert (form.moment, form.with_whom) == (
        "You heard the date and missed the worry.",
        public_id_of("rae"),
    )


def test_a_third_dimension_is_refused_and_its_box_drawn_anew():
    look = begun()
    page = page_of(look)
    for number in (1, 2, 3):
        page.do("choose_dimension", look, number, True)
    assert page.state.chosen == ["1", "2"]
    assert page.state.problems == {"dimensions": "Two at most. Take one off to choose another."}
    assert page.state.drawn == 1
    page.do("choose_dimension", look, 1, False)
    assert (page.state.chosen, page.state.problems) == (["2"], {})


def test_what_is_missing_is_said_and_led_to():
    look = begun()
    page = page_of(look)
    sent = page.do("give", look)
    assert set(page.state.problems) == {"dimensions", "moment", "to_try"}
    assert (page.state.stage, page.state.busy) == ("write", False)
    assert "dimension_1" in sent[0]
    page.do("keep_words", look, "moment", "x" * 601)
    assert page.state.problems["moment"].startswith("Not kept: ")
    assert page.state.kept == ""
    page.do("choose_level", look, 3, "9")
    assert "level_3" in page.state.problems


def test_once_given_both_read_it_and_the_observer_sees_that_it_was_read():
    look = begun()
    page = filled(look)
    page.do("give", look)
    assert (page.state.stage, page.state.look.is_mine) == ("read", True)
    assert page.state.look.read.words == ""
    mo = page_of(look, "mo").state
    assert (mo.stage, mo.look.to_try) == ("read", "Say back what you heard before you answer.")
    assert page_of(look).state.look.read.words.startswith("Today")


def test_a_look_given_from_another_device_refuses_what_comes_late():
    look = begun()
    page = filled(look)
    filled(look).do("give", look)
    page.do("keep_words", look, "moment", "Something else.")
    assert page.state.problems == {"moment": "Not kept: This look is given and stays as it is."}


def test_a_discarded_look_is_gone():
    look = begun()
    assert '"/"' in page_of(look).do("discard", look)[0]
    assert page_of(look).state.stage == "gone"


@pytest.mark.parametrize("key", ["mo", "cleo", "spec", "sol", "ada", "rae"])
def test_for_anybody_else_a_draft_is_not_there(key: str):
    look = begun()
    filled(look)
    page = page_of(look, key).state
    assert (page.stage, page.form, page.look) == ("gone", LookFormRow(), LookRow())


@pytest.mark.parametrize("key", ["cleo", "odd", "spec", "sol", "mia", "ada", "rae"])
def test_for_anybody_but_the_two_a_given_look_is_not_there(key: str):
    look = begun()
    filled(look).do("give", look)
    page = page_of(look, key).state
    assert (page.stage, page.form, page.look) == ("gone", LookFormRow(), LookRow())
