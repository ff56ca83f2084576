"""Coding and rating an invented conversation, finishing, comparing, and not wanting to."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.evidence.actions import keep
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.foundation.audit import unlogged
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.observations.practice.queries import (
    conversation_named,
    finished_round,
    open_round,
)
from coach_the_coach.observations.practice.rules import CODES, TURNS, agreement
from coach_the_coach.observations.practice.tables import PracticeOffer, PracticeRound
from coach_the_coach.observations.rubric.rules import DIMENSIONS, LEVELS
from coach_the_coach.observations.tally.rules import Code


@unlogged("practice is private to whoever practises")
def code_turn(
    session: Session, actor: Actor, *, conversation: str, number: int, code: str, at: datetime
) -> int:
    """Give one of the manager's turns a code; returns how many have one.

    The first code begins a round; the last code given to a turn counts. Raises NotFound for a
    conversation that is not there, Invalid for a turn or a code that it does not have.
    """
    actor.require(Permission.SELF)
    conversation_named(conversation)
    if not 1 <= number <= TURNS or code not in CODES:
        raise Invalid({"code": _("Choose one of the nine codes.")})
    # Two devices of one person go one after the other, so that they share one round.
    wait_for_people(session, [actor.person_id])
    held = open_round(session, actor, conversation=conversation)
    if held is None:
        held = PracticeRound(
            person_id=actor.person_id, conversation=conversation, started_at=at, codes={}
        )
    # A new dictionary: a change within the old one would not be noticed.
    held.codes = {**held.codes, str(number): str(Code(code))}
    session.add(held)
    return len(held.codes)


@unlogged("practice is private to whoever practises")
def rate_dimension(
    session: Session, actor: Actor, *, conversation: str, dimension: int, level: int | None
) -> int:
    """Give a dimension its level, None for not observed; returns how many have an answer.

    The last answer counts; where no round is begun it changes nothing. Raises NotFound for a
    conversation that is not there, Invalid for what the form does not have.
    """
    actor.require(Permission.SELF)
    conversation_named(conversation)
    if not 1 <= dimension <= DIMENSIONS or not (level is None or 1 <= level <= LEVELS):
        raise Invalid({"level": _("Choose one of the levels, or not observed.")})
    wait_for_people(session, [actor.person_id])
    held = open_round(session, actor, conversation=conversation)
    if held is None:
        return 0
    held.levels = {**held.levels, str(dimension): level}
    session.add(held)
    return len(held.levels)


@unlogged("practice is private to whoever practises")
def finish_round(session: Session, actor: Actor, *, conversation: str, at: datetime) -> None:
    """Finish the round; where none is begun it changes nothing.

    Raises NotFound for a conversation that is not there, Invalid while a turn has no code or a
    dimension no answer.
    """
    actor.require(Permission.SELF)
    found = conversation_named(conversation)
    wait_for_people(session, [actor.person_id])
    held = open_round(session, actor, conversation=conversation)
    if held is None:
        return
    missing = TURNS - len(held.codes)
    if missing:
        raise Invalid({"code": _("Turns without a code: {n}.").format(n=missing)})
    if unrated := DIMENSIONS - len(held.levels):
        raise Invalid({"level": _("Dimensions without an answer: {n}.").format(n=unrated)})
    given = [Code(held.codes[str(number)]) for number in range(1, TURNS + 1)]
    both = agreement(found.reference, given)
    held.finished_at, held.agreed, held.turns = at, both.agreed, both.turns
    held.rated_at = at
    session.add(held)


@unlogged("practice is private to whoever practises")
def open_comparison(session: Session, actor: Actor, *, conversation: str, at: datetime) -> None:
    """Note that the actor has opened the comparison of their last finished round; once is enough.

    From the first comparison of a conversation with its levels on it counts as practised, and is
    entered as evidence; the same conversation done again is entered as done again. A round of
    codes only counts for nothing.

    Raises NotFound for a conversation that is not there.
    """
    actor.require(Permission.SELF)
    conversation_named(conversation)
    wait_for_people(session, [actor.person_id])
    held = finished_round(session, actor, conversation=conversation)
    if held is None or held.rated_at is None or held.compared_at is not None:
        return
    before = select(PracticeRound.id).where(
        PracticeRound.person_id == actor.person_id,
        PracticeRound.conversation == conversation,
        col(PracticeRound.compared_at).is_not(None),
    )
    is_first = session.exec(before.limit(1)).first() is None
    held.compared_at = at
    session.add(held)
    kind = EvidenceKind.CLIP if is_first else EvidenceKind.CLIP_AGAIN
    keep(session, actor.person_id, kind, held.public_id, at=at, now=at)


@unlogged("practice is private to whoever practises")
def decline_offer(session: Session, actor: Actor, *, at: datetime) -> None:
    """Not to be offered the practice any more; said twice it is done once."""
    actor.require(Permission.SELF)
    wait_for_people(session, [actor.person_id])
    if session.get(PracticeOffer, actor.person_id) is None:
        session.add(PracticeOffer(person_id=actor.person_id, declined_at=at))
