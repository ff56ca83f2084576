"""Questions in the order drawn for a try, and what a try came to; one's own alone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, select

from coach_the_coach.certification.learning.check.rows import (
    AnsweredRow,
    CheckRow,
    GroupRow,
    OptionRow,
    QuestionRow,
    ReasonRow,
    TurnRow,
)
from coach_the_coach.certification.learning.content.queries import cases, unit_named
from coach_the_coach.certification.learning.content.rules import Answer, Ask, Question, Talk
from coach_the_coach.certification.learning.queries import finished, own_tries
from coach_the_coach.certification.learning.rules import (
    EXAM,
    in_drawn_order,
    is_passed,
    left_words,
    needed,
    next_from,
    result_words,
)
from coach_the_coach.certification.learning.tables import KnowledgeTry
from coach_the_coach.coaching.cycles.rules import cause_meaning, cause_word
from coach_the_coach.coaching.rules import Cause, Purpose, purpose_meaning, purpose_word
from coach_the_coach.foundation.when import moment
from coach_the_coach.identity.access import Actor, Permission

Group = tuple[Talk, Sequence[Question]]
"""A talk, without a word for a unit, and what is asked about it."""


def check_row(session: Session, actor: Actor, *, bank: str, at: datetime) -> CheckRow:
    """Where the actor stands with a bank: questions of an open try, or what the last came to.

    Raises NotFound for what is neither a unit nor the exam.
    """
    actor.require(Permission.COACHING_HOLD)
    groups = _groups(bank)
    asked = sum(len(questions) for _talk, questions in groups)
    tries = own_tries(session, actor, bank=bank)
    done = finished(tries)
    last = tries[0] if tries else None
    waits = next_from(done)
    row = CheckRow(
        bank=bank,
        stage="new",
        asked=asked,
        needed=needed(asked),
        has_passed=any(is_passed(one.right, one.asked) for one in done),
        waits=moment(waits if waits and waits > at else None, actor.time_zone, at),
    )
    if last is None:
        return row
    return _open(row, last, groups) if last.finished_at is None else _sent(row, last, actor, at)


def held_try(session: Session, actor: Actor, *, public_id: str) -> KnowledgeTry | None:
    """A try of the actor's own, as it is now; None for any other."""
    return session.exec(
        select(KnowledgeTry)
        .where(KnowledgeTry.public_id == public_id, KnowledgeTry.person_id == actor.person_id)
        .execution_options(populate_existing=True)
    ).first()


def _groups(bank: str) -> list[Group]:
    """What is asked in a bank, in the order of the files."""
    if bank == EXAM:
        return [(one.talk, one.questions) for one in cases()]
    return [(Talk("", "", ()), unit_named(bank).questions)]


def _drawn(groups: Iterable[Group], seed: int) -> list[Group]:
    """Groups, and what a unit asks, in the order drawn; what a case asks builds on itself."""
    whole = {questions[0].key: (talk, questions) for talk, questions in groups}
    order = [whole[key] for key in in_drawn_order(whole, seed)]
    if len(order) > 1:
        return order
    talk, questions = order[0]
    by_key = {one.key: one for one in questions}
    return [(talk, [by_key[key] for key in in_drawn_order(by_key, seed)])]


def _answers(question: Question, seed: int) -> list[Answer]:
    """The answers in the order drawn; words of the program stay in theirs."""
    if question.ask is not Ask.CHOICE:
        return list(question.answers)
    by_key = {one.key: one for one in question.answers}
    keys = in_drawn_order((f"{question.key}/{key}" for key in by_key), seed)
    return [by_key[key.rpartition("/")[2]] for key in keys]


def _open(row: CheckRow, held: KnowledgeTry, groups: list[Group]) -> CheckRow:
    """The questions of a try that is open, with what was answered so far."""
    shown: list[GroupRow] = []
    number = 0
    for talk, questions in _drawn(groups, held.seed):
        asked = [
            QuestionRow(
                key=one.key,
                number=number + place,
                text=one.text,
                options=[_option(one, answer) for answer in _answers(one, held.seed)],
                given=held.answers.get(one.key, ""),
            )
            for place, one in enumerate(questions, 1)
        ]
        number += len(asked)
        shown.append(_group(talk, questions=asked))
    left = sum(not one.given for group in shown for one in group.questions)
    return replace(row, stage="open", try_id=held.public_id, left=left_words(left), groups=shown)


def _sent(row: CheckRow, held: KnowledgeTry, actor: Actor, at: datetime) -> CheckRow:
    """What a finished try came to, with the reason of each answer given."""
    passed = is_passed(held.right or 0, held.asked or 0)
    shown: list[GroupRow] = []
    number = 0
    for talk, questions in _drawn(_groups(held.bank), held.seed):
        answered = [
            _answered(one, held, number + place, whole=passed)
            for place, one in enumerate(questions, 1)
        ]
        number += len(answered)
        shown.append(_group(talk, answered=answered))
    return replace(
        row,
        stage="sent",
        groups=shown,
        result=result_words(held.right or 0, held.asked or 0),
        is_passed=passed,
        sent=moment(held.finished_at, actor.time_zone, at),
    )


def _answered(question: Question, held: KnowledgeTry, number: int, *, whole: bool) -> AnsweredRow:
    """One question as it was answered; `whole` with what is right and the other reasons."""
    given = question.answer(held.answers.get(question.key, ""))
    right = question.answer(question.right)
    is_right = given is not None and given is right
    others = [one for one in question.answers if one not in (given, right)]
    return AnsweredRow(
        number=number,
        text=question.text,
        given=_words(question, given),
        is_right=is_right,
        why=given.why if given else "",
        right=_words(question, right) if whole and not is_right else "",
        right_why=right.why if right and whole and not is_right else "",
        others=[ReasonRow(_words(question, one), one.why) for one in others] if whole else [],
    )


def _option(question: Question, answer: Answer) -> OptionRow:
    """An answer as it is offered."""
    if question.ask is Ask.PURPOSE:
        word = Purpose(answer.key)
        return OptionRow(answer.key, purpose_word(word), purpose_meaning(word))
    if question.ask is Ask.CAUSE:
        cause = Cause(answer.key)
        return OptionRow(answer.key, cause_word(cause), cause_meaning(cause))
    return OptionRow(answer.key, answer.text)


def _words(question: Question, answer: Answer | None) -> str:
    """An answer as it is said afterwards; empty for none."""
    return _option(question, answer).word if answer else ""


def _group(
    talk: Talk,
    *,
    questions: list[QuestionRow] | None = None,
    answered: list[AnsweredRow] | None = None,
) -> GroupRow:
    """A talk with what is asked about it, or with how it was answered."""
    return GroupRow(
        title=talk.title,
        about=talk.about,
        turns=[TurnRow(one.speaker, one.text) for one in talk.turns],
        questions=questions or [],
        answered=answered or [],
    )
