"""Quoting a moment of the session where a dimension is rated."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.foundation.audit import DRAFT, unlogged
from coach_the_coach.foundation.when import clock_words
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.rating.evidence.actions import save_moment, save_quote
from coach_the_coach.observations.rating.queries import whole_draft
from coach_the_coach.observations.rating.rules import QUOTE_LENGTH
from coach_the_coach.observations.timeline.queries import happening


@unlogged(DRAFT)
def quote_moment(
    session: Session, actor: Actor, *, public_id: str, dimension: int, name: str, at: datetime
) -> str:
    """Keep a moment as evidence for one dimension, and return its time as minutes and seconds.

    The words of a note or a turn are added to the quote, once; a tap gives its time alone. Raises
    NotFound for a moment that is not there, and otherwise as `save_quote` does.
    """
    found = happening(session, actor, public_id=public_id, name=name, at=at)
    clock = clock_words(found.seconds)
    save_moment(session, actor, public_id=public_id, dimension=dimension, moment=clock)
    words = _cut(found.quote.strip() or found.text.strip())
    draft = whole_draft(session, actor, public_id=public_id)
    quoted = next(one.quote for one in draft.ratings if one.dimension == dimension)
    if words and words not in quoted:
        quote = f"{quoted}\n{words}" if quoted.strip() else words
        save_quote(session, actor, public_id=public_id, dimension=dimension, quote=quote)
    return clock


def _cut(text: str) -> str:
    """As much of what was said as a quote may hold."""
    return text if len(text) <= QUOTE_LENGTH else f"{text[: QUOTE_LENGTH - 1]}…"
