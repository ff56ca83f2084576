"""Tries of a bank, with so many answers wrong."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.certification.learning.check import actions
from coach_the_coach.certification.learning.content.queries import questions_of
from coach_the_coach.identity.access import Actor
from tests.cast import NOW


def answers(bank: str, wrong: int = 0) -> dict[str, str]:
    """An answer for each question of a bank, the first few of them wrong."""
    asked = questions_of(bank)
    return {
        one.key: next(other.key for other in one.answers if other.key != one.right)
        if place < wrong
        else one.right
        for place, one in enumerate(asked)
    }


def begun(session: Session, actor: Actor, bank: str, *, at: datetime = NOW) -> str:
    """The public id of an open try."""
    return actions.begin(session, actor, bank=bank, at=at)


def given(session: Session, actor: Actor, bank: str, *, wrong: int = 0, at: datetime = NOW) -> str:
    """The public id of a try with an answer to each question, not sent yet."""
    held = begun(session, actor, bank, at=at)
    for question, chosen in answers(bank, wrong).items():
        actions.answer(session, actor, public_id=held, question=question, answer=chosen, at=at)
    return held


def tried(session: Session, actor: Actor, bank: str, *, wrong: int = 0, at: datetime = NOW) -> str:
    """The public id of a try that was sent."""
    held = given(session, actor, bank, wrong=wrong, at=at)
    actions.send(session, actor, public_id=held, at=at)
    return held
