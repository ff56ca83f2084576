"""Somebody is given what is kept of them and they may know, and nothing that they may not."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from coach_the_coach.foundation.errors import NotFresh
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.tables import Grant, Person
from coach_the_coach.observations.booking.actions import ensure_talk
from coach_the_coach.observations.rules import Aim
from coach_the_coach.records.export.actions import enter_own_export, export_person
from coach_the_coach.records.export.queries import own_files
from coach_the_coach.records.export.rules import packed
from coach_the_coach.records.rules import RECORDS
from coach_the_coach.selfaudit.tables import SelfAudit, SelfAuditPoint
from tests.cast import NOW, Cast
from tests.observations.looks import written
from tests.observations.results import signed
from tests.observations.selftally import made
from tests.observations.talk.held import ONE_THING, PROMISED, SPOKEN, held
from tests.observations.watching.planned import agreed, planned_session

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
    assert found["sessions"] == []
    assert draft.public_id not in text
    coached, _text = given(session, cast.rae)
    assert coached["sessions"] == []
    theirs, _text = given(session, cast.lena)
    assert [one["id"] for one in theirs["observations_by_you"]] == [draft.public_id]
    assert [one["moment"] for one in theirs["looks"]] == [written.MOMENT]
    assert look


def test_a_session_is_given_once_it_is_known_of(session: Session, cast: Cast):
    draft = signed.observation(session, cast, draft=True)
    ensure_talk(session, draft).booked_for = LATER
    found, _text = given(session, cast.mo)
    assert [one["coached"] for one in found["sessions"]] == ["Rae Rep"]
    # Whoever was coached is told of no talk, but is asked whether it may be watched.
    assert given(session, cast.rae)[0]["sessions"] == []
    agreed(session, cast)
    assert [one["coach"] for one in given(session, cast.rae)[0]["sessions"]] == ["Mo Manager"]
    assert len(given(session, cast.mo)[0]["sessions"]) == 2
    planned_session(session, cast)
    assert len(given(session, cast.mo)[0]["sessions"]) == 3


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


def test_roles_say_over_whom_and_in_whose_place(session: Session, cast: Cast):
    rep, _text = given(session, cast.rae)
    assert [(one["role"], one["over"]) for one in rep["person"]["roles"]] == [("rep", None)]
    grant = Grant(person_id=cast.odd.id or 0, role=Role.LEADER, starts_at=NOW)
    grant.stands_in_for_id = grant.root_id = cast.lena.id
    session.add(grant)
    odd, _text = given(session, cast.odd)
    roles = [(one["over"], one["stands_in_for"]) for one in odd["person"]["roles"]]
    assert roles == [("Odd Other", None), ("Lena Leader", "Lena Leader")]


def test_nobody_is_given_a_secret_or_a_digest(session: Session, cast: Cast):
    _found, text = given(session, cast.mo)
    assert [word for word in ("digest", "password_hash", "salt", "off_token") if word in text] == []


def test_who_has_not_just_shown_who_they_are_is_given_nothing(session: Session, cast: Cast):
    long_ago = replace(cast.actor(cast.mo), proved_at=NOW)
    for ask in (enter_own_export, own_files):
        with pytest.raises(NotFresh):
            ask(session, long_ago, at=LATER)


def test_the_files_are_packed_as_any_system_opens_them():
    assert packed({"data.json": b"{}"})[:2] == b"PK"


def test_the_leaders_ten_answers_are_given_once_ones_own_are_sent(session: Session, cast: Cast):
    mo, lena = cast.mo.id or 0, cast.lena.id or 0
    audits = {
        by: SelfAudit(about_id=mo, by_id=by, quarter=date(2026, 1, 1), begun_at=NOW)
        for by in (mo, lena)
    }
    session.add_all([*audits.values()])
    session.flush()
    for by, one in audits.items():
        said = {mo: "Mine.", lena: "Theirs."}[by]
        session.add(SelfAuditPoint(self_audit_id=one.id or 0, point=1, yes=by == mo, note=said))
    session.flush()
    audits[lena].sent_at = NOW

    before, _text = given(session, cast.mo)
    audits[mo].sent_at = NOW
    after, _text = given(session, cast.mo)

    names = ["Mo Manager", "Lena Leader"]
    assert [one["by"] for one in before["self_audits"]] == names[:1]
    assert [one["by"] for one in after["self_audits"]] == names
    notes = [one["self_audit_point"][0]["note"] for one in after["self_audits"]]
    assert notes == ["Mine.", "Theirs."]
