from collections.abc import Iterator

import pytest

from coach_the_coach.foundation import clock, store
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.observations.queries import own_observation
from coach_the_coach.observations.rating.state import RatingState
from coach_the_coach.observations.tables import Note, Status
from coach_the_coach.observations.tally.rules import Code
from tests import build
from tests.cast import NOW
from tests.observations.visit import Visit, house, person


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        yield


@pytest.fixture
def draft() -> str:
    """The public id of a draft of Lena's of Mo coaching Rae, with one note."""
    with store.transaction() as session:
        mo, lena, rae = (person(session, key) for key in ("mo", "lena", "rae"))
        made = build.observation(session, of=mo, by=lena, coached=rae, at=clock.now())
        note = Note(id="n", observation_id=made.id or 0, at=NOW, seconds=65, text="Waits.")
        session.add(note)
        return made.public_id


def page_of(draft: str, key: str = "lena") -> Visit:
    return Visit(RatingState, f"/observations/{draft}/rate", key)


def test_every_answer_says_that_it_was_kept_and_is_there_on_another_device(draft: str):
    page = page_of(draft)
    page.do("choose_level", draft, 2, "4")
    page.do("keep_words", draft, "strengths", "Half a sen")

    said = page.state.kept
    assert [said[field][:5] for field in ("rating_2", "strengths")] == ["Kept ", "Kept "]
    assert page.state.missing["2"] == "A 4 needs a quote or the moment it was seen."
    other = page_of(draft).state
    assert (other.levels["2"], other.answers.strengths, other.rated) == ("4", "Half a sen", 1)
    assert other.open == 1


def test_a_dimension_opens_and_closes_as_wanted_however_often_it_is_said(draft: str):
    page = page_of(draft)
    after = []
    for dimension, wanted in ((3, True), (3, True), (1, False), (3, False), (3, False)):
        page.do("turn_to", dimension, wanted)
        after.append(page.state.open)

    assert after == [3, 3, 3, 0, 0]


def test_what_is_not_kept_is_said_beside_its_field(draft: str):
    page = page_of(draft)
    page.do("choose_level", draft, 1, "3")
    page.do("keep_moment", draft, 1, "noon")
    page.do("choose_level", draft, 1, "7")

    assert page.state.problems["moment_1"] == (
        "Not kept: Write it as minutes and seconds, as in 12:05."
    )
    assert page.state.problems["rating_1"].startswith("Not kept: ")
    assert (page.state.kept["moment_1"], page.state.kept["rating_1"]) == ("", "")
    page.do("keep_moment", draft, 1, "0:30")
    assert page.state.problems["moment_1"] == ""
    assert page_of(draft).state.answers.moments["1"] == "0:30"


def test_a_note_becomes_a_quote_with_its_moment_in_one_press(draft: str):
    page = page_of(draft)
    page.do("choose_level", draft, 3, "4")
    page.do("quote_offer", draft, 3, "note-n")
    page.do("quote_offer", draft, 3, "note-of-somebody-else")

    answers = page_of(draft).state.answers
    assert (answers.quotes["3"], answers.moments["3"]) == ("Waits.", "1:05")
    assert page.state.missing["3"] == ""


def test_asking_to_sign_shows_what_is_missing_and_signs_nothing(draft: str):
    page = page_of(draft)
    page.do("ask_to_sign", draft)

    assert page.state.asking is False
    assert [one.value for one in page.state.to_do] == [f"rating_{number}" for number in range(1, 9)]
    assert page.state.to_do[0].word == "Focus and agreement"
    page.do("go_to_field", "rating_4")
    assert page.state.open == 4
    for strange in ("rating_0", "rating_9", "rating_" + "9" * 5000):
        page.do("go_to_field", strange)
    assert page.state.open == 4
    assert f"/observations/{draft}/live" in page.do("go_to_field", "clock")[0]
    assert f"/observations/{draft}/transcript" in page.do("go_to_field", "transcript")[0]


def test_a_whole_rating_is_signed_once_and_leads_to_what_it_came_to(draft: str):
    page = page_of(draft)
    for number in range(1, 9):
        page.do("choose_level", draft, number, "none" if number == 7 else "3")
    page.do("keep_words", draft, "one_thing", "Leave the pause alone.")
    page.do("mark_stop_sign", draft, "shamed", True)
    page.do("ask_to_sign", draft)
    assert (page.state.asking, page.state.to_do) == (True, [])

    first = page.do("sign", draft)
    second = page.do("sign", draft)

    assert first == second
    assert f"/observations/{draft}" in first[0]
    with store.transaction() as session:
        lena = person(session, "lena")
        actor = actor_named(session, lena.id or 0, clock.now())
        assert own_observation(session, actor, draft).status is Status.SIGNED
    assert page_of(draft).state.refused == "This observation is signed and cannot be changed."


@pytest.mark.parametrize("key", ["cleo", "odd", "mo", "spec", "rae", "ada"])
def test_anybody_else_sees_no_form_and_keeps_nothing(draft: str, key: str):
    page = page_of(draft, key)
    assert (page.state.loaded, bool(page.state.refused)) == (False, True)
    assert page.state.form.header.observed == ""

    page.do("choose_level", draft, 1, "1")
    page.do("keep_words", draft, "one_thing", "Something else")

    assert page.state.problems["one_thing"].startswith("Not kept: ")
    assert page_of(draft).state.rated == 0


def test_a_one_that_did_not_happen_takes_two_presses(draft: str):
    page = page_of(draft)
    page.do("choose_level", draft, 4, "1")
    assert page.state.missing["4"]
    page.do("say_absent", draft, 4, True)

    assert page.state.missing["4"] == ""
    assert page.state.absences["4"].startswith("Did not happen from 0:00 to ")
    page.do("keep_stretch", draft, 4, "start", "2:00")
    page.do("keep_stretch", draft, 4, "end", "noon")
    assert page.state.problems["absent_4"].startswith("Not kept: Write it as minutes and seconds")
    page.do("keep_stretch", draft, 4, "end", "20:00")
    assert page.state.absences["4"] == "Did not happen from 2:00 to 20:00"
    page.do("say_absent", draft, 4, False)
    assert page_of(draft).state.absences["4"] == ""


def test_a_stretch_is_moved_one_end_after_the_other(draft: str):
    page = page_of(draft)
    page.do("choose_level", draft, 4, "1")
    page.do("say_absent", draft, 4, True)
    page.do("keep_stretch", draft, 4, "end", "5:00")
    page.do("keep_stretch", draft, 4, "start", "30:00")
    assert page.state.problems["absent_4"].endswith("begins before it ends.")
    assert page_of(draft).state.absences["4"] == "Did not happen from 0:00 to 5:00"

    # Keeping something else in between loses no end that was typed.
    page.do("choose_level", draft, 3, "2")
    page.do("keep_stretch", draft, 4, "end", "40:00")

    assert page.state.problems["absent_4"] == ""
    assert page.state.absences["4"] == "Did not happen from 30:00 to 40:00"


def test_an_end_of_a_stretch_is_kept_beside_what_another_device_kept(draft: str):
    phone, desk = page_of(draft), page_of(draft)
    phone.do("choose_level", draft, 4, "1")
    phone.do("say_absent", draft, 4, True)
    phone.do("keep_stretch", draft, 4, "end", "5:00")
    desk.do("keep_stretch", draft, 4, "end", "20:00")
    phone.do("keep_stretch", draft, 4, "start", "2:00")
    assert page_of(draft).state.absences["4"] == "Did not happen from 2:00 to 20:00"


def test_a_tap_becomes_evidence_in_one_press(draft: str):
    with store.transaction() as session:
        lena = person(session, "lena")
        actor = actor_named(session, lena.id or 0, clock.now())
        build.taps(session, own_observation(session, actor, draft), [Code.TAKE], every=1120)
    page = page_of(draft)
    page.do("choose_level", draft, 2, "1")
    tap = next(one for one in page.state.offers if one.sort == "tell")
    page.do("quote_offer", draft, 2, tap.id)

    answers = page_of(draft).state.answers
    assert (answers.quotes["2"], answers.moments["2"]) == ("Take, as tapped", "18:40")
    assert page.state.missing["2"] == ""


def test_the_form_changes_with_the_purpose_and_keeps_what_was_rated(draft: str):
    page = page_of(draft)
    page.do("choose_level", draft, 7, "uncalled")
    page.do("choose_purpose", draft, "celebrate")
    assert page.state.form.dimensions == []
    assert page.state.form.why_not_rated == "Not rated: this was a session to celebrate."
    page.do("ask_to_sign", draft)
    assert [(one.value, one.word) for one in page.state.to_do] == [
        ("purpose_reason", "Why was it for something else?")
    ]
    page.do("go_to_field", "purpose_reason")
    assert page.state.correcting is True
    page.do("keep_reason", draft, "Rae had closed that morning.")
    page.do("choose_purpose", draft, "anything")

    page.do("choose_purpose", draft, "train")
    assert [one.is_optional for one in page.state.form.dimensions].index(True) == 4
    assert (page.state.levels["7"], page.state.level_words["7"]) == (
        "uncalled",
        "Not called for in this session",
    )
    assert page_of(draft).state.answers.purpose_reason == "Rae had closed that morning."


def test_a_habit_keeps_itself_and_an_answer_about_nothing_followed_does_not(draft: str):
    page = page_of(draft)
    page.do("mark_tick", draft, "gap", True)
    page.do("answer_seen", draft, "seen")
    page.do("answer_seen", draft, "perhaps")

    assert page.state.kept["ticks"].startswith("Kept ")
    assert page.state.problems["seen"] == "Not kept: There is no ONE thing to look out for yet."
    assert page_of(draft).state.answers.ticks == ["gap"]
