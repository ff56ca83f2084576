"""Proposing who signs where only one fits, and naming them."""

from datetime import datetime, timedelta

from sqlmodel import Session, func, select

from coach_the_coach.certification.deciding.actions import say, take_turn
from coach_the_coach.certification.deciding.queries import (
    Weighed,
    around_of,
    may_name,
    people_named,
    review_named,
    seated_in,
    sitters,
    weighed,
)
from coach_the_coach.certification.deciding.rules import SEATED_DAYS, Sitter
from coach_the_coach.certification.deciding.seats.queries import holding, why_not_sit
from coach_the_coach.certification.deciding.seats.rules import found_alone
from coach_the_coach.certification.deciding.tables import ReviewSeat
from coach_the_coach.certification.paths.rules import Seat
from coach_the_coach.certification.tables import Review
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.mail.rules import Letter
from coach_the_coach.shell import routes


def propose(session: Session, review: Review, found: Weighed, *, at: datetime) -> list[Seat]:
    """Ask whoever is the only one that fits a seat; returns the seats that wait for a name."""
    around = around_of(session, review, found)
    known = sitters(session, review.person_id, at=at)
    there = seated_in(session, review).seats
    seated = {seat: known.get(one.by_id, Sitter(one.by_id)) for seat, one in there.items()}
    alone = found_alone(found.path.seats, list(known.values()), around, seated=seated)
    for seat, who in alone.items():
        ask_to_sign(session, review, seat, who.person, by_id=None, at=at)
    return [seat for seat in found.path.seats if seat not in seated and seat not in alone]


@logged("decision:name", _("named who signs a decision"), Told.BOTH)
def name(
    session: Session, actor: Actor, *, public_id: str, seat: str, person: str, at: datetime
) -> None:
    """Name who takes a seat of an open decision; they see it, and nothing else of the candidate.

    Whoever sat there and has not signed no longer does. Raises NotFound for whoever names nobody
    for this candidate, Invalid for who cannot sit there, Conflict once it is signed or decided.
    """
    actor.require(Permission.PATH_ASSIGN)
    review = review_named(session, public_id)
    if not may_name(session, actor, review.person_id):
        raise NotFound
    with as_program(session):
        take_turn(session, review)
        if review.closed_at is not None:
            raise Conflict(_("This has been decided."))
        found = weighed(session, review, at=at)
        wanted = next((one for one in found.path.seats if one == seat), None)
        chosen = session.exec(select(Person).where(Person.public_id == person)).first()
        if wanted is None or chosen is None:
            raise Invalid({"person": _("Choose somebody from the list.")})
        _require_free(session, review, found, wanted)
        now = seated_in(session, review).seats.get(wanted)
        if now is not None and now.by_id == chosen.id and now.expires_at > at:
            nothing_done(session)
            return
        if reason := why_not_sit(session, review, found, wanted, chosen.id or 0, at=at):
            raise Invalid({"person": reason})
        about(session, person_id=review.person_id, thing=review.public_id)
        ask_to_sign(session, review, wanted, chosen.id or 0, by_id=actor.person_id, at=at)


def ask_to_sign(
    session: Session, review: Review, seat: Seat, person_id: int, *, by_id: int | None, at: datetime
) -> ReviewSeat:
    """Give somebody a seat at its next place, and tell them."""
    with as_program(session):
        last = session.exec(
            select(func.coalesce(func.max(ReviewSeat.place), 0)).where(
                ReviewSeat.review_id == review.id, ReviewSeat.seat == seat
            )
        ).one()
        made = ReviewSeat(
            review_id=review.id or 0,
            person_id=review.person_id,
            seat=seat,
            place=last + 1,
            by_id=person_id,
            named_by_id=by_id,
            named_at=at,
            expires_at=at + timedelta(days=SEATED_DAYS),
        )
        session.add(made)
        session.flush()
        candidate = people_named(session, [review.person_id])[review.person_id].name
    said = _("{name} asks for a decision. You are one of those who sign it.")
    say(
        session,
        [person_id],
        said.format(name=candidate),
        Letter.PLEASE_DECIDE,
        link=routes.decision(review.public_id),
        key=f"decide:{review.id}:{seat}:{made.place}",
        at=at,
    )
    return made


def _require_free(session: Session, review: Review, found: Weighed, seat: Seat) -> None:
    """Raises Conflict for a seat whose signature stands."""
    if seat in holding(session, review, found):
        raise Conflict(_("This seat has signed already."))
