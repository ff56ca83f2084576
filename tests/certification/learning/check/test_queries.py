"""While one answers nothing of what is right is sent; afterwards one sees why, and nobody else."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.certification.learning.check.queries import check_row
from coach_the_coach.certification.learning.check.rows import CheckRow
from coach_the_coach.certification.learning.content.queries import cases, questions_of
from coach_the_coach.certification.learning.rules import EXAM
from coach_the_coach.foundation.errors import NotFound
from tests.cast import NOW, Cast
from tests.certification.learning.answers import begun, given, tried


def asked(row: CheckRow) -> list[str]:
    """The keys of the questions in the order in which they are asked."""
    return [one.key for group in row.groups for one in group.questions]


def test_before_the_first_try_there_is_only_how_many_are_needed(session: Session, cast: Cast):
    row = check_row(session, cast.actor(cast.mo), bank="asking", at=NOW)
    assert row == CheckRow(bank="asking", stage="new", asked=5, needed=4)
    exam = check_row(session, cast.actor(cast.mo), bank=EXAM, at=NOW)
    assert (exam.stage, exam.asked, exam.needed) == ("new", 20, 16)


@pytest.mark.parametrize("bank", ["asking", EXAM])
def test_nothing_of_what_is_right_is_sent_while_one_answers(
    session: Session, cast: Cast, bank: str
):
    given(session, cast.actor(cast.mo), bank)
    row = check_row(session, cast.actor(cast.mo), bank=bank, at=NOW)
    assert (row.stage, row.left, row.result) == ("open", "", "")
    sent = repr(row)
    whys = [answer.why for one in questions_of(bank) for answer in one.answers]
    assert [why for why in whys if why in sent] == []
    assert sorted(asked(row)) == sorted(one.key for one in questions_of(bank))
    numbers = [one.number for group in row.groups for one in group.questions]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_order_is_drawn_for_each_try_and_stays_in_it(session: Session, cast: Cast):
    orders = set()
    for person in (cast.mo, cast.mia, cast.sol, cast.lena, cast.odd, cast.cleo):
        actor = cast.actor(person)
        begun(session, actor, "asking")
        row = check_row(session, actor, bank="asking", at=NOW)
        assert row == check_row(session, actor, bank="asking", at=NOW)
        first = row.groups[0].questions
        orders.add(tuple((one.key, tuple(o.value for o in one.options)) for one in first))
    assert len(orders) > 1


def test_a_case_keeps_the_order_in_which_it_builds_on_itself(session: Session, cast: Cast):
    begun(session, cast.actor(cast.mo), EXAM)
    row = check_row(session, cast.actor(cast.mo), bank=EXAM, at=NOW)
    by_title = {one.talk.title: one for one in cases()}
    assert sorted(group.title for group in row.groups) == sorted(by_title)
    for group in row.groups:
        case = by_title[group.title]
        assert [one.key for one in group.questions] == [one.key for one in case.questions]
        assert [turn.text for turn in group.turns] == [turn.text for turn in case.talk.turns]
    purpose, cause = row.groups[0].questions[:2]
    assert [one.word for one in purpose.options] == ["Coach", "Train", "Inspect", "Celebrate"]
    assert purpose.options[0].meaning == "They know how, and do not do it every time."
    assert [one.value for one in cause.options][:2] == ["knowledge", "skill"]


def test_a_failed_try_says_what_speaks_against_ones_answers_and_not_which_are_right(
    session: Session, cast: Cast
):
    tried(session, cast.actor(cast.mo), "asking", wrong=2)
    row = check_row(session, cast.actor(cast.mo), bank="asking", at=NOW)
    assert (row.stage, row.result, row.is_passed) == ("sent", "3 of 5 right", False)
    found = {one.text: one for one in row.groups[0].answered}
    wrong = questions_of("asking")[0]
    shown = found[wrong.text]
    chosen = next(one for one in wrong.answers if one.key != wrong.right)
    assert (shown.is_right, shown.given, shown.why) == (False, chosen.text, chosen.why)
    assert (shown.right, shown.right_why, shown.others) == ("", "", [])
    right = wrong.answer(wrong.right)
    assert right is not None
    assert right.why not in repr(row)


def test_a_passed_try_says_everything(session: Session, cast: Cast):
    tried(session, cast.actor(cast.mo), "asking", wrong=1)
    row = check_row(session, cast.actor(cast.mo), bank="asking", at=NOW)
    assert (row.result, row.is_passed, row.has_passed) == ("4 of 5 right", True, True)
    said = repr(row)
    whys = [answer.why for one in questions_of("asking") for answer in one.answers]
    assert [why for why in whys if why not in said and repr(why)[1:-1] not in said] == []
    assert sorted(len(one.others) for one in row.groups[0].answered) == [2, 3, 3, 3, 3]


def test_what_waits_is_said_until_it_is_over(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    for _each in range(2):
        tried(session, mo, "asking", wrong=5)
    assert check_row(session, mo, bank="asking", at=NOW).waits.words == "Tomorrow 10:00"
    after = NOW + timedelta(days=1)
    assert check_row(session, mo, bank="asking", at=after).waits.words == ""


@pytest.mark.parametrize("who", ["lena", "cleo", "mia", "sol"])
def test_nobody_else_sees_what_somebody_answered(session: Session, cast: Cast, who: str):
    tried(session, cast.actor(cast.mo), "asking", wrong=1)
    row = check_row(session, cast.actor(getattr(cast, who)), bank="asking", at=NOW)
    assert row == CheckRow(bank="asking", stage="new", asked=5, needed=4)


def test_a_bank_that_is_not_there_is_not_found(session: Session, cast: Cast):
    with pytest.raises(NotFound):
        check_row(session, cast.actor(cast.mo), bank="nothing", at=NOW)


def test_it_takes_the_same_statements_however_often_one_tried(
    session: Session, cast: Cast, statements
):
    mo, sent = cast.actor(cast.mo), []
    for more in (1, 9):
        for _each in range(more):
            tried(session, mo, "asking")
        session.flush()
        with statements() as seen:
            check_row(session, mo, bank="asking", at=NOW)
        sent.append(len(seen))
    assert sent == [1, 1]
