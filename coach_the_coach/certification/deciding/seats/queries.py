"""Who may take a seat by what they are now, and whose signature stands."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.certification.deciding.queries import (
    Weighed,
    around_of,
    seated_in,
    sitters,
)
from coach_the_coach.certification.deciding.rules import Sitter, why_not
from coach_the_coach.certification.paths.rules import Seat
from coach_the_coach.certification.tables import Review


def why_not_sit(
    session: Session, review: Review, found: Weighed, seat: Seat, person_id: int, *, at: datetime
) -> str:
    """Why somebody cannot take a seat by what they are now; empty where they can."""
    there = seated_in(session, review)
    others = {one: held.by_id for one, held in there.seats.items() if one is not seat}
    known = sitters(session, review.person_id, at=at, people=[person_id, *others.values()])
    seated = [known.get(who, Sitter(who)) for who in others.values()]
    left = sum(one not in others and one is not seat for one in found.path.seats)
    who = known.get(person_id, Sitter(person_id))
    return why_not(seat, who, around_of(session, review, found), seated=seated, left=left)


def holding(session: Session, review: Review, found: Weighed) -> dict[Seat, int]:
    """Who signed in which seat and still may have: not who scored a session that counts by now."""
    signed = seated_in(session, review).signed
    return {seat: one.by_id for seat, one in signed.items() if one.by_id not in found.scorers}
