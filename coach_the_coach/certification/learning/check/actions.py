"""Beginning a try, giving its answers one by one, and sending them."""

import secrets
from datetime import datetime
from typing import Final

from sqlmodel import Session

from coach_the_coach.certification.learning.check.queries import held_try
from coach_the_coach.certification.learning.content.queries import questions_of
from coach_the_coach.certification.learning.queries import finished, own_tries
from coach_the_coach.certification.learning.rules import (
    EXAM,
    is_passed,
    left_words,
    next_from,
)
from coach_the_coach.certification.learning.tables import KnowledgeTry, UnitUse
from coach_the_coach.evidence.actions import keep
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.foundation.audit import DRAFT, about, logged, nothing_done, unlogged
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.when import local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.turns import wait_for_people

SEEDS: Final = 2**31
"""How many orders can be drawn. Source: docs/method.md#knowledge."""


@unlogged(DRAFT)
def begin(session: Session, actor: Actor, *, bank: str, at: datetime) -> str:
    """The public id of the actor's open try of a bank, begun where there is none.

    Whoever begins the questions of a unit has read it. Raises NotFound for what is no bank,
    Conflict while a pause after failed tries lasts.
    """
    actor.require(Permission.COACHING_HOLD)
    questions_of(bank)
    # Two devices of one person go one after the other, so that they share one try.
    wait_for_people(session, [actor.person_id])
    tries = own_tries(session, actor, bank=bank)
    if tries and tries[0].finished_at is None:
        return tries[0].public_id
    waits = next_from(finished(tries))
    if waits is not None and waits > at:
        raise Conflict(_("A day's rest first. Read the page once more, and try again tomorrow."))
    if bank != EXAM:
        _note_read(session, actor, bank, at)
    held = KnowledgeTry(
        person_id=actor.person_id, bank=bank, seed=secrets.randbelow(SEEDS), begun_at=at, answers={}
    )
    session.add(held)
    session.flush()
    return held.public_id


@unlogged(DRAFT)
def answer(
    session: Session, actor: Actor, *, public_id: str, question: str, answer: str, at: datetime
) -> int:
    """Keep one answer of an open try, the last to a question counts; how many are still open.

    Raises NotFound for a try that is not the actor's own, Invalid for a question or an answer that
    it does not have, Conflict once it was sent.
    """
    held = _held(session, actor, public_id)
    if held.finished_at is not None:
        raise Conflict(_("These answers were sent. They stay as they are."))
    asked = next((one for one in questions_of(held.bank) if one.key == question), None)
    if asked is None or asked.answer(answer) is None:
        raise Invalid({"answer": _("Choose one of the answers.")})
    # A new dictionary: a change within the old one would not be noticed.
    held.answers = {**held.answers, question: answer}
    session.add(held)
    session.flush()
    return _left(held)


@logged("knowledge:send", _("answered questions on what one has learned"))
def send(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Send the answers; they stay, and a passed try counts as evidence. Sent twice it is sent once.

    Raises NotFound for a try that is not the actor's own, Invalid while a question is open.
    """
    held = _held(session, actor, public_id)
    if held.finished_at is not None:
        nothing_done(session)
        return
    if left := _left(held):
        raise Invalid({"answer": left_words(left)})
    asked = questions_of(held.bank)
    held.right = sum(held.answers[one.key] == one.right for one in asked)
    held.asked, held.finished_at = len(asked), at
    session.add(held)
    session.flush()
    about(session, thing=held.public_id)
    if is_passed(held.right, held.asked):
        keep(session, actor.person_id, EvidenceKind.KNOWLEDGE, held.public_id, at=at, now=at)


def _held(session: Session, actor: Actor, public_id: str) -> KnowledgeTry:
    """A try of the actor's own, in turn with their other devices."""
    actor.require(Permission.COACHING_HOLD)
    wait_for_people(session, [actor.person_id])
    held = held_try(session, actor, public_id=public_id)
    if held is None:
        raise NotFound
    return held


def _left(held: KnowledgeTry) -> int:
    """How many questions have no answer that they have."""
    asked = questions_of(held.bank)
    return sum(one.answer(held.answers.get(one.key, "")) is None for one in asked)


def _note_read(session: Session, actor: Actor, unit: str, at: datetime) -> None:
    """Note that the actor has read a unit; the first time stays."""
    row = {
        "public_id": new_id(),
        "person_id": actor.person_id,
        "unit": unit,
        "read_at": at,
        "read_on": local_day(at, actor.time_zone),
        "words": "",
    }
    session.exec(insert_into(session, UnitUse).values(row).on_conflict_do_nothing())
