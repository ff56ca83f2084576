"""Somebody is given what is kept of them and they may know, and nothing that they may not."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from coach_the_coach.foundation.errors import NotFresh
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rules import Aim
from coach_the_coach.records.export.actions import export_own, export_person
from coach_the_coach.records.export.rules import packed
from coach_the_coach.records.rules import RECORDS
from tests.cast import NOW, Cast
from tests.observations.looks import written
from tests.observations.results import signed
from tests.observations.selftally import made
from tests.observations.talk.held import ONE_THING, PROMISED, SPOKEN, held

LATER = NOW + timedelta(days=1)


def given(session: Session, person: Person) -> tuple[dict[str, Any], str]:
    """What somebody is given: by class, and as one text."""
    session.flush()
    files = export_person(session, person, at=LATER)
    assert set(files) == {"data.json", "README.txt"}
    text = files["data.json"].decode()
    return json.loads(text), text


def test_every_class_of_the_map_is_given_and_explained(session: Session, cast: Cast):
    found, _text = given(session, cast.mo)
    assert {one.given for one in RECORDS.values() if one.given} <= set(found)
    plain = export_person(session, cast.mo, at=LATER)["README.txt"].decode()
    assert [name for name in found if name != "made_at" and name not in plain] == []
    assert plain.startswith("This is what Coach the Coach keeps of Mo Manager")


def test_both_read_in_their_files_what_was_opened_in_their_talk(session: Session, cast: Cast):
    held(session, cast)
    for person, place in ((cast.mo, "observations_of_you"), (cast.lena, "observations_by_you")):
        found, text = given(session, person)
        assert [one["status"] for one in found[place]] == ["signed"]
        for words in (signed.STRENGTHS, signed.SAID, signed.NOTE, *SPOKEN.values(), ONE_THING):
            assert words in text, words
        assert PROMISED in text
    mine, _text = given(session, cast.mo)
    assert mine["observations_of_you"][0]["your_own_view"]["levels"]["1"] == signed.OWN[1]


@pytest.mark.parametrize("aim", list(Aim))
def test_before_both_views_are_open_the_observed_gets_no_word_of_it(
    session: Session, cast: Cast, aim: Aim
):
    signed.observation(session, cast, aim=aim)
    found, text = given(session, cast.mo)
    (one,) = found["observations_of_you"]
    assert (one["observer"], one["opened_to_you"]) == ("Lena Leader", False)
    assert "rating" not in text
    for words in (signed.STRENGTHS, signed.SAID, signed.NOTE, signed.ONE_THING):
        assert words not in text, words


def test_a_draft_is_its_observers_alone(session: Session, cast: Cast):
    draft = signed.observation(session, cast, draft=True)
    look = written.written(session, cast)
    found, text = given(session, cast.mo)
    assert found["observations_of_you"] == []
    assert found["looks"] == []
    assert draft.public_id not in text
    theirs, _text = given(session, cast.lena)
    assert [one["id"] for one in theirs["observations_by_you"]] == [draft.public_id]
    assert [one["moment"] for one in theirs["looks"]] == [written.MOMENT]
    assert look


def test_what_is_private_is_given_to_its_maker_alone(session: Session, cast: Cast):
    made.counted(session, cast.actor(cast.mo))
    _found, text = given(session, cast.mo)
    assert made.SECRET in text
    for person in (cast.lena, cast.cleo, cast.ada, cast.rae):
        _found, text = given(session, person)
        assert made.SECRET not in text


def test_a_rep_is_given_their_sessions_and_no_observation_of_their_manager(
    session: Session, cast: Cast
):
    held(session, cast)
    found, text = given(session, cast.rae)
    assert [one["coach"] for one in found["sessions"]] == ["Mo Manager"]
    assert "Lena" not in text
    assert signed.STRENGTHS not in text


def test_nobody_is_given_a_secret_or_a_digest(session: Session, cast: Cast):
    _found, text = given(session, cast.mo)
    assert [word for word in ("digest", "password_hash", "salt", "off_token") if word in text] == []


def test_who_has_not_just_shown_who_they_are_is_given_nothing(session: Session, cast: Cast):
    long_ago = replace(cast.actor(cast.mo), proved_at=NOW)
    with pytest.raises(NotFresh):
        export_own(session, long_ago, at=LATER)


def test_the_files_are_packed_as_any_system_opens_them():
    assert packed({"data.json": b"{}"})[:2] == b"PK"
