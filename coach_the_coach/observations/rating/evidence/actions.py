"""Keeping where a level was seen, or that something did not happen."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.audit import DRAFT, unlogged
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.rating.evidence.queries import watched_seconds
from coach_the_coach.observations.rating.queries import InHand, in_hand
from coach_the_coach.observations.rating.rules import (
    RatingDraft,
    WholeDraft,
    problems_in,
    seconds_in,
)
from coach_the_coach.observations.tables import Rating


@unlogged(DRAFT)
def save_quote(
    session: Session, actor: Actor, *, public_id: str, dimension: int, quote: str
) -> None:
    """Keep the words that show the level of one dimension. Refuses also before a level is given.

    Raises otherwise as every `save_...` of a rating does: NotFound for what is not the actor's own
    draft, Conflict for one that is signed, Invalid for what the form does not take.
    """
    held = in_hand(session, actor, public_id)
    rating = _rating(session, held, dimension)
    rating.quote = plain(quote)
    _keep_fitting(session, held, rating)


@unlogged(DRAFT)
def save_moment(
    session: Session, actor: Actor, *, public_id: str, dimension: int, moment: str
) -> None:
    """Keep when it was seen, as minutes and seconds; empty for nowhere. Refuses as `save_quote`."""
    held = in_hand(session, actor, public_id)
    rating = _rating(session, held, dimension)
    rating.moment_seconds = _seconds(moment, f"moment_{dimension}") if moment.strip() else None
    keep(session, held, rating)


@unlogged(DRAFT)
def save_absence(
    session: Session, actor: Actor, *, public_id: str, dimension: int, absent: bool, at: datetime
) -> None:
    """Keep that it did not happen in all the time watched, or take that back.

    Refuses as `save_quote`, and for a level that is not a 1.
    """
    held = in_hand(session, actor, public_id)
    rating = _rating(session, held, dimension)
    rating.absent_from = rating.absent_to = None
    if absent:
        rating.absent_from = 0
        rating.absent_to = watched_seconds(session, actor, public_id=public_id, at=at)
    _keep_fitting(session, held, rating)


@unlogged(DRAFT)
def save_stretch(
    session: Session, actor: Actor, *, public_id: str, dimension: int, start: str, end: str
) -> None:
    """Keep in which stretch it was watched for in vain; an empty end is the end of the session.

    Refuses as `save_absence`.
    """
    held = in_hand(session, actor, public_id)
    rating = _rating(session, held, dimension)
    field = f"absent_{dimension}"
    rating.absent_from = _seconds(start or "0:00", field)
    rating.absent_to = _seconds(end, field) if end.strip() else None
    _keep_fitting(session, held, rating)


def check(draft: WholeDraft, held: InHand) -> None:
    """Raises Invalid for an answer the form does not take."""
    if problems := problems_in(draft, held.form):
        raise Invalid(problems)


def keep(session: Session, held: InHand, rating: Rating | None = None) -> None:
    """Keep a change, and count it."""
    held.body.revision += 1
    held.body.touched_at = clock.now()
    session.add(held.body)
    if rating is not None:
        session.add(rating)


def plain(text: str) -> str:
    """Text without NUL, which PostgreSQL does not take."""
    return text.replace("\0", "")


def _keep_fitting(session: Session, held: InHand, rating: Rating) -> None:
    """Keep a rating that the form takes. Raises Invalid for another."""
    draft = RatingDraft(**rating.model_dump(exclude={"observation_id"}))
    check(WholeDraft(ratings=(draft,)), held)
    keep(session, held, rating)


def _rating(session: Session, held: InHand, dimension: int) -> Rating:
    """The rating of one dimension. Raises Invalid before a level was given, or for no dimension."""
    if dimension not in {one.number for one in held.form.dimensions}:
        raise Invalid({f"rating_{dimension}": _("This form has no such dimension.")})
    rating = session.get(Rating, (held.observation.id, dimension))
    if rating is None:
        raise Invalid({f"rating_{dimension}": _("Choose a level first.")})
    return rating


def _seconds(moment: str, field: str) -> int:
    """The seconds of a moment as typed. Raises Invalid for what is none."""
    seconds = seconds_in(moment)
    if seconds is None:
        raise Invalid({field: _("Write it as minutes and seconds, as in 12:05.")})
    return seconds
