"""The list of units says how far one has come, and one next step."""

from datetime import timedelta

from sqlmodel import Session

from coach_the_coach.certification.learning.content.queries import UNITS
from coach_the_coach.certification.learning.rules import EXAM
from coach_the_coach.certification.learning.unit.actions import use_unit
from coach_the_coach.certification.learning.units.queries import learn_row
from coach_the_coach.coaching.log.entry.actions import withdraw
from tests.cast import NOW, Cast
from tests.certification.learning.answers import begun, tried
from tests.coaching.log.written import kept

WORDS = "I gave back what she said and waited."


def test_at_first_the_first_unit_is_next(session: Session, cast: Cast):
    row = learn_row(session, cast.actor(cast.mo), at=NOW)
    assert [one.key for one in row.units] == list(UNITS)
    assert {(one.read, one.passed, one.used) for one in row.units} == {("", "", "")}
    assert row.next_text == "Next: What is this talk for?"
    assert row.next_link == "/learn/purpose"
    assert (row.exam.link, row.exam.passed) == ("/exam", "")


def test_each_step_is_shown_with_its_day_and_what_another_did_is_not(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    for unit in UNITS:
        tried(session, cast.actor(cast.mia), unit)
    tried(session, mo, "purpose")
    begun(session, mo, "asking", at=NOW + timedelta(hours=1))
    entry = kept(session, cast)
    use_unit(session, mo, unit="purpose", entry=entry, words=WORDS, at=NOW)
    row = learn_row(session, mo, at=NOW + timedelta(days=1))
    assert [(one.read, one.passed, one.used) for one in row.units[:3]] == [
        ("Yesterday 10:00", "Yesterday 10:00", "Yesterday 10:00"),
        ("Yesterday 11:00", "", ""),
        ("", "", ""),
    ]
    assert row.next_text == "Go on with: Asking and listening"
    withdraw(session, mo, public_id=entry, reason="Twice.", at=NOW)
    assert learn_row(session, mo, at=NOW).units[0].used == ""


def test_then_the_exam_then_what_is_not_used_yet_and_then_nothing(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    entry = kept(session, cast)
    for unit in UNITS:
        tried(session, mo, unit)
    assert learn_row(session, mo, at=NOW).next_text == "All six are passed. Next: Case exam"
    tried(session, mo, EXAM)
    row = learn_row(session, mo, at=NOW)
    assert row.next_text == "Say where you used it: What is this talk for?"
    assert row.exam.passed == "Today 10:00"
    for unit in UNITS:
        use_unit(session, mo, unit=unit, entry=entry, words=WORDS, at=NOW)
    row = learn_row(session, mo, at=NOW)
    assert (row.next_text, row.next_link) == ("", "")


def test_it_takes_the_same_statements_however_often_one_tried(
    session: Session, cast: Cast, statements
):
    mo, sent = cast.actor(cast.mo), []
    for more in (1, 20):
        for _each in range(more):
            tried(session, mo, "asking")
        session.flush()
        with statements() as seen:
            learn_row(session, mo, at=NOW)
        sent.append(len(seen))
    assert sent == [2, 2]
