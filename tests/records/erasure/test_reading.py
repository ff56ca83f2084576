"""What others find of somebody erased: numbers and a date, no word, and no page that breaks."""

from datetime import timedelta

from sqlmodel import Session

from coach_the_coach.observations.looks.queries import given_look
from coach_the_coach.observations.results.evidence.queries import evidence, notes
from coach_the_coach.observations.results.queries import result, standing
from coach_the_coach.observations.talk.queries import talk_of
from coach_the_coach.observations.timeline.queries import timeline_of
from coach_the_coach.records.erasure.actions import erase_person
from coach_the_coach.records.export.actions import export_person
from tests.cast import NOW, Cast
from tests.observations.looks import written
from tests.observations.results import signed
from tests.observations.talk.held import SPOKEN, held

LATER = NOW + timedelta(days=1)
WORDS = (signed.STRENGTHS, signed.SAID, signed.NOTE, written.MOMENT, *SPOKEN.values())


def test_the_observer_finds_numbers_and_no_words(session: Session, cast: Cast):
    made = held(session, cast)
    look = written.given(session, cast)
    erasure = erase_person(session, cast.mo, reason="", at=NOW)
    session.flush()
    session.expire_all()
    lena, one = cast.actor(cast.lena), made.public_id
    name = f"Erased person {erasure.id}"
    assert standing(session, lena, public_id=one).view == "whole"
    found = result(session, lena, public_id=one, at=LATER)
    assert (found.header.observed, found.score) == (name, "2.4, Steering")
    rows = [
        found,
        evidence(session, lena, public_id=one),
        notes(session, lena, public_id=one),
        talk_of(session, lena, public_id=one, at=LATER),
        timeline_of(session, lena, public_id=one, at=LATER),
        given_look(session, lena, public_id=look, at=LATER),
        export_person(session, cast.lena, at=LATER)["data.json"].decode(),
    ]
    said = "\n".join(str(row) for row in rows)
    assert [words for words in (*WORDS, "Mo Manager") if words in said] == []


def test_the_observed_keeps_what_an_erased_observer_wrote(session: Session, cast: Cast):
    made = held(session, cast)
    erasure = erase_person(session, cast.lena, reason="", at=NOW)
    session.flush()
    session.expire_all()
    mo, one = cast.actor(cast.mo), made.public_id
    found = result(session, mo, public_id=one, at=LATER)
    assert (found.header.observer, found.strengths) == (
        f"Erased person {erasure.id}",
        signed.STRENGTHS,
    )
    assert talk_of(session, mo, public_id=one, at=LATER).words.intended == SPOKEN["intended"]
