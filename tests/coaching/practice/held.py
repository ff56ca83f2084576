"""Practices that were held, for the tests of this room."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.coaching.practice.actions import begin_practice
from coach_the_coach.coaching.practice.rounds.actions import (
    attempt,
    close_practice,
    keep_debrief,
    retry,
)
from coach_the_coach.coaching.practice.rules import CloseDraft
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person
from tests.cast import NOW

KEY = "price-too-high"
SAID = "Count to three before you answer."
LEARNED = "Silence after the number is ours to keep."


def begun(session: Session, coach: Actor, at: datetime = NOW) -> str:
    """A practice of the price, begun."""
    return begin_practice(session, coach, key=KEY, at=at)


def tried(session: Session, coach: Actor, rep: Person, practice: str, at: datetime = NOW) -> None:
    """A full round of one rep."""
    attempt(session, coach, public_id=practice, rep=rep.public_id, at=at)
    keep_debrief(session, coach, public_id=practice, rep=rep.public_id, text=SAID)
    retry(session, coach, public_id=practice, rep=rep.public_id)


def held(session: Session, coach: Actor, rep: Person, at: datetime = NOW) -> str:
    """A practice that was closed after one full round."""
    practice = begun(session, coach, at)
    tried(session, coach, rep, practice, at)
    draft = CloseDraft(minutes=20, planned=True, learned=LEARNED)
    close_practice(session, coach, public_id=practice, draft=draft, at=at)
    return practice
