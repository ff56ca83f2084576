"""Rounds of practice as somebody codes them."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.practice import actions
from coach_the_coach.observations.practice.queries import SHIPPED, conversation_named
from coach_the_coach.observations.tally.rules import Code
from tests.cast import NOW

FIRST = SHIPPED[0]

CHANGED = {1: Code.CLOSED, 7: Code.CLOSED, 9: Code.DIRECT}
"""Codes other than the reference's: two on the same side, one on the other."""


def codes(changed: dict[int, Code] | None = None, conversation: str = FIRST) -> dict[int, Code]:
    """The reference's code of every turn, but for these."""
    reference = conversation_named(conversation).reference
    return {**dict(enumerate(reference, 1)), **(changed or {})}


def coded(
    session: Session,
    actor: Actor,
    given: dict[int, Code],
    *,
    conversation: str = FIRST,
    at: datetime = NOW,
) -> int:
    """Give these codes; how many turns have one then."""
    number = 0
    for turn, code in given.items():
        number = actions.code_turn(
            session, actor, conversation=conversation, number=turn, code=code, at=at
        )
    return number


def levels(conversation: str = FIRST) -> dict[int, int | None]:
    """The reference's level of every dimension."""
    return {one.dimension: one.level for one in conversation_named(conversation).ratings}


def rated(
    session: Session,
    actor: Actor,
    given: dict[int, int | None],
    *,
    conversation: str = FIRST,
) -> int:
    """Give these levels; how many dimensions have an answer then."""
    number = 0
    for dimension, level in given.items():
        number = actions.rate_dimension(
            session, actor, conversation=conversation, dimension=dimension, level=level
        )
    return number


def practised(session: Session, actor: Actor, conversation: str, *, at: datetime = NOW) -> None:
    """A whole round with its comparison seen."""
    finished(session, actor, conversation=conversation, at=at)
    actions.open_comparison(session, actor, conversation=conversation, at=at)


def finished(
    session: Session,
    actor: Actor,
    changed: dict[int, Code] | None = None,
    *,
    conversation: str = FIRST,
    at: datetime = NOW,
) -> None:
    """A whole round, with these codes other than the reference's."""
    coded(session, actor, codes(changed, conversation), conversation=conversation, at=at)
    rated(session, actor, levels(conversation), conversation=conversation)
    actions.finish_round(session, actor, conversation=conversation, at=at)
