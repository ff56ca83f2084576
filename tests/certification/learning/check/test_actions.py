"""Answers are kept one by one, sent once, and stay; two failed tries ask for a day's rest."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from coach_the_coach.certification.learning.check import actions
from coach_the_coach.certification.learning.rules import EXAM
from coach_the_coach.certification.learning.tables import KnowledgeTry, UnitUse
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from tests.cast import NOW, Cast
from tests.certification.learning.answers import answers, begun, given, tried
from tests.records.test_frozen import copied, refused, replacing

LATER = NOW + timedelta(hours=1)


def tries(session: Session) -> list[KnowledgeTry]:
    """Every try as it is now, oldest first."""
    found = select(KnowledgeTry).order_by(col(KnowledgeTry.id))
    return list(session.exec(found.execution_options(populate_existing=True)).all())


def counted(session: Session) -> list[tuple[int, Any, str]]:
    """What counts of knowledge: for whom, what, and on what it rests."""
    found = session.exec(select(Evidence).where(Evidence.kind == EvidenceKind.KNOWLEDGE)).all()
    return [(one.person_id, one.at, one.subject) for one in found]


def test_the_last_answer_to_a_question_counts_and_how_many_are_open_is_said(
    session: Session, cast: Cast
):
    mo = cast.actor(cast.mo)
    held = begun(session, mo, "asking")
    left = [
        actions.answer(
            session, mo, public_id=held, question=f"asking-{number}", answer=said, at=NOW
        )
        for number, said in ((1, "a"), (1, "b"), (2, "c"))
    ]
    assert left == [4, 4, 3]
    (one,) = tries(session)
    assert (one.public_id, one.answers) == (held, {"asking-1": "b", "asking-2": "c"})
    assert (one.finished_at, one.right, one.asked) == (None, None, None)


def test_beginning_twice_is_the_same_try_and_having_begun_is_having_read(
    session: Session, cast: Cast
):
    mo = cast.actor(cast.mo)
    assert begun(session, mo, "asking") == begun(session, mo, "asking", at=LATER)
    assert len(tries(session)) == 1
    (read,) = session.exec(select(UnitUse)).all()
    assert (read.person_id, read.unit, read.read_at) == (cast.mo.id, "asking", NOW)
    assert (read.read_on, read.used_at) == (NOW.date(), None)
    begun(session, mo, EXAM)
    assert len(session.exec(select(UnitUse)).all()) == 1


def test_a_passed_try_counts_and_is_sent_once(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    held = tried(session, mo, "asking", wrong=1)
    actions.send(session, mo, public_id=held, at=LATER)
    (one,) = tries(session)
    assert (one.right, one.asked, one.finished_at) == (4, 5, NOW)
    assert counted(session) == [(cast.mo.id, NOW, held)]


@pytest.mark.parametrize(("wrong", "passes"), [(4, True), (5, False)])
def test_sixteen_of_twenty_pass_the_exam(session: Session, cast: Cast, wrong: int, passes: bool):
    held = tried(session, cast.actor(cast.mo), EXAM, wrong=wrong)
    assert [one.subject for one in session.exec(select(Evidence)).all()] == [held] * passes


def test_a_try_is_not_sent_while_a_question_is_open(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    held = begun(session, mo, "asking")
    for question, said in list(answers("asking").items())[:3]:
        actions.answer(session, mo, public_id=held, question=question, answer=said, at=NOW)
    with pytest.raises(Invalid, match=r"2 questions are open\."):
        actions.send(session, mo, public_id=held, at=NOW)
    assert tries(session)[0].finished_at is None


def test_what_was_sent_takes_no_more_answers(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    held = tried(session, mo, "asking", wrong=5)
    before = tries(session)[0].answers
    with pytest.raises(Conflict):
        actions.answer(session, mo, public_id=held, question="asking-1", answer="a", at=LATER)
    assert tries(session)[0].answers == before


@pytest.mark.parametrize(
    ("question", "said"),
    [("asking-1", "e"), ("asking-1", ""), ("asking-9", "a"), ("purpose-1", "a"), ("", "")],
)
def test_what_is_no_question_or_no_answer_is_refused(
    session: Session, cast: Cast, question: str, said: str
):
    mo = cast.actor(cast.mo)
    held = begun(session, mo, "asking")
    with pytest.raises(Invalid):
        actions.answer(session, mo, public_id=held, question=question, answer=said, at=NOW)


def test_after_two_failed_tries_a_day_goes_by(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    tried(session, mo, "asking", wrong=2)
    tried(session, mo, "asking", wrong=3, at=LATER)
    soon = LATER + timedelta(hours=23, minutes=59)
    with pytest.raises(Conflict, match="A day's rest first"):
        begun(session, mo, "asking", at=soon)
    # Another unit does not wait, and neither does anybody else.
    begun(session, mo, "purpose", at=soon)
    begun(session, cast.actor(cast.mia), "asking", at=soon)
    held = tried(session, mo, "asking", at=LATER + timedelta(days=1))
    assert [subject for _who, _at, subject in counted(session)] == [held]


def test_a_bank_that_is_not_there_is_not_found(session: Session, cast: Cast):
    for bank in ("", "../exam", "nothing"):
        with pytest.raises(NotFound):
            begun(session, cast.actor(cast.mo), bank)


@pytest.mark.parametrize("who", ["lena", "cleo", "mia", "sol"])
def test_nobody_answers_or_sends_the_try_of_another(session: Session, cast: Cast, who: str):
    held = given(session, cast.actor(cast.mo), "asking")
    other = cast.actor(getattr(cast, who))
    with pytest.raises(NotFound):
        actions.answer(session, other, public_id=held, question="asking-1", answer="a", at=NOW)
    with pytest.raises(NotFound):
        actions.send(session, other, public_id=held, at=NOW)
    assert tries(session)[0].finished_at is None


@pytest.mark.parametrize("who", ["rae", "ada"])
def test_it_is_for_those_who_coach(session: Session, cast: Cast, who: str):
    with pytest.raises(NotPermitted):
        begun(session, cast.actor(getattr(cast, who)), "asking")


def test_a_finished_try_is_neither_changed_nor_replaced_nor_removed(session: Session, cast: Cast):
    tried(session, cast.actor(cast.mo), "asking", wrong=5)
    value = session.connection().scalar(sa.text("SELECT id FROM knowledge_try"))
    row = copied(session, "knowledge_try", "id", value)

    assert refused(session, 'UPDATE knowledge_try SET "right" = 5')
    assert refused(session, "DELETE FROM knowledge_try")
    if session.get_bind().dialect.name == "sqlite":
        assert refused(session, replacing(session, "knowledge_try", row, "id"), **row)
    else:
        assert refused(session, "TRUNCATE knowledge_try CASCADE")
    assert copied(session, "knowledge_try", "id", value) == row
