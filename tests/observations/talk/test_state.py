"""The page of a talk: on two screens, step by step, and nowhere else."""

from collections.abc import Iterator

import pytest

from coach_the_coach.foundation import store
from coach_the_coach.observations.results.rows import ResultRow
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.tables import Observation, Reply
from coach_the_coach.observations.talk.rows import TalkRow
from coach_the_coach.observations.talk.state import TalkState
from tests.observations.results import signed
from tests.observations.talk.held import SPOKEN
from tests.observations.visit import Visit, house


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        yield


@pytest.fixture
def made() -> Observation:
    """Lena's signed observation of Mo, who has rated himself."""
    with store.transaction() as session:
        made = signed.observation(session, signed.cast_in(session), aim=Aim.CERTIFICATION)
        signed.rate_oneself(session, made)
        return made


def page_of(made: Observation, key: str = "mo") -> Visit:
    """The page as one of the cast opens it."""
    return Visit(TalkState, f"/observations/{made.public_id}/talk", key)


def speak(page: Visit, made: Observation) -> None:
    """The questions are answered on this screen."""
    for name, text in SPOKEN.items():
        page.do("keep_words", made.public_id, name, text)


def test_they_talk_on_two_screens_until_both_have_signed(made: Observation):
    mo, lena = page_of(made), page_of(made, "lena")
    mo.do("keep_words", made.public_id, "intended", SPOKEN["intended"])
    assert mo.state.kept["intended"].startswith("Kept ")
    assert not mo.state.is_moment_next
    mo.do("keep_words", made.public_id, "noticed", SPOKEN["noticed"])
    assert mo.state.is_moment_next
    assert mo.state.result == ResultRow()

    lena.do("look_again")
    assert lena.state.talk.words.noticed == SPOKEN["noticed"]
    assert [one.text for one in lena.state.offers] == [signed.SAID, signed.NOTE]
    assert mo.state.offers == []
    lena.do("tell_moment", made.public_id, "quote-2")
    lena.do("keep_words", made.public_id, "would_try", SPOKEN["would_try"])
    lena.do("show_both")
    assert (lena.state.talk.stage, lena.state.talk.words.moment) == (
        "agreeing",
        f"12:34 {signed.SAID}",
    )
    assert lena.state.result.views[0].own == signed.OWN[1]

    lena.do("sign")
    assert list(lena.state.problems) == ["one_thing", "watch_again_on"]
    lena.do("take_suggestion", made.public_id)
    lena.do("keep_day", made.public_id, lena.state.talk.last_day)
    lena.do("sign")
    mo.do("look_again")
    assert mo.state.talk.is_frozen
    mo.do("sign")
    assert (mo.state.talk.stage, mo.state.talk.words.one_thing) == ("done", signed.ONE_THING)
    mo.do("answer_asked_first", "yes")
    assert mo.state.talk.asked_first == "Yes"
    assert page_of(made, "lena").state.talk.asked_first == "Yes"


def test_both_views_stay_shut_while_an_answer_is_missing(made: Observation):
    page = page_of(made, "lena")
    page.do("show_both")
    assert list(page.state.problems) == ["intended", "noticed", "would_try"]
    assert (page.state.talk.stage, page.state.result) == ("questions", ResultRow())


def test_what_is_taken_away_again_from_what_was_said_first_is_shown_as_missing(made: Observation):
    page = page_of(made, "lena")
    speak(page, made)
    page.do("show_both")
    page.do("keep_words", made.public_id, "intended", "")
    page.do("sign")
    assert page.state.asks_again
    assert page.state.message == "Something is missing. It is marked."
    assert page.state.talk.may_sign
    assert next(iter(page.state.problems)) == "intended"
    page.do("look_again")
    assert (page.state.asks_again, page.state.problems) == (False, {})


def test_leaving_a_field_does_not_undo_what_was_written_on_the_other_screen(made: Observation):
    mo, lena = page_of(made), page_of(made, "lena")
    lena.do("keep_words", made.public_id, "intended", "To listen.")
    mo.do("keep_words", made.public_id, "intended", "")
    mo.do("look_again")
    assert mo.state.talk.words.intended == "To listen."


def test_what_is_not_kept_is_said_beside_its_field(made: Observation):
    page = page_of(made)
    page.do("keep_words", made.public_id, "intended", "x" * 4001)
    assert page.state.problems["intended"] == "Not kept: This has at most 4000 characters."
    page.do("keep_words", made.public_id, "one_thing", "Wait.")
    assert page.state.problems["one_thing"] == "Not kept: This comes once both views are open."
    assert page.state.kept == {"intended": "", "one_thing": ""}


def test_after_long_both_views_can_be_read_alone(made: Observation):
    # It was signed long before the day on which this is run.
    page = page_of(made)
    assert page.state.talk.may_read_alone
    assert f"/observations/{made.public_id}" in page.do("read_alone")[0]
    assert page_of(made, "lena").state.talk.read_alone


def test_a_signature_can_be_taken_back(made: Observation):
    page = page_of(made)
    speak(page, made)
    page_of(made, "lena").do("show_both")
    page.do("look_again")
    page.do("keep_words", made.public_id, "one_thing", "Wait.")
    page.do("keep_day", made.public_id, page.state.talk.first_day)
    page.do("keep_day", made.public_id, "no day")
    page.do("sign")
    assert page.state.talk.may_take_back
    page.do("take_back")
    assert page.state.talk.may_sign


def test_what_was_talked_over_before_there_were_talks_is_on_its_own_page(made: Observation):
    with store.transaction() as session:
        reply = session.get_one(Reply, made.id)
        reply.acknowledged_at = reply.self_rated_at
        session.add(reply)
        signed.show(session, session.get_one(Observation, made.id))
    page = page_of(made)
    assert page.state.stage == ""
    assert f"/observations/{made.public_id}" in page.do("load")[0]


@pytest.mark.parametrize("key", ["cleo", "odd", "sol", "rae", "spec", "ada"])
def test_for_anybody_else_nothing_is_there(made: Observation, key: str):
    page = page_of(made, key)
    assert (page.state.stage, page.state.talk, page.state.offers) == ("gone", TalkRow(), [])
