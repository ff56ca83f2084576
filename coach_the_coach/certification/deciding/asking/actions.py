"""The candidate asks for the decision once all is there, and may take that back."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.certification.deciding.actions import close, move_if, say, take_turn
from coach_the_coach.certification.deciding.asking.queries import why_not_now
from coach_the_coach.certification.deciding.queries import (
    direct_leaders,
    review_named,
    seated_in,
    weighed,
)
from coach_the_coach.certification.deciding.seats.actions import propose
from coach_the_coach.certification.progress.making.actions import make_now
from coach_the_coach.certification.progress.queries import Stood, stood_on
from coach_the_coach.certification.rules import Move, Verdict
from coach_the_coach.certification.tables import Enrolment, Review
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import Conflict, NotFound
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.mail.rules import Letter
from coach_the_coach.shell import routes


@logged("decision:ask", _("asked for the decision about their certificate"), Told.SUBJECT)
def ask(session: Session, actor: Actor, *, enrolment: str, at: datetime) -> str:
    """Ask for the decision on one of one's own paths; returns its public id.

    What counts that day is kept with it. Asked twice it is asked once. Raises NotFound for what is
    not the actor's, Conflict with the reason while it cannot be asked for.
    """
    actor.require(Permission.SELF)
    own = session.exec(
        select(Enrolment).where(
            Enrolment.public_id == enrolment,
            Enrolment.person_id == actor.person_id,
            col(Enrolment.withdrawn_at).is_(None),
        )
    ).first()
    if own is None:
        raise NotFound
    wait_for_people(session, [actor.person_id])
    make_now(session, [actor.person_id], at=at)
    with as_program(session):
        now = stood_on(session, own, at=at)
        if now.review is not None:
            nothing_done(session)
            return now.review.public_id
        if reason := why_not_now(session, now):
            raise Conflict(reason)
        review = open_review(session, now, by_id=actor.person_id, at=at)
    about(session, person_id=actor.person_id, thing=review.public_id)
    with as_program(session):
        empty = propose(session, review, weighed(session, review, at=at), at=at)
        if empty:
            tell_who_names(session, review, actor.name, at=at)
    return review.public_id


@logged("decision:take-back", _("took back that a decision was asked for"), Told.SUBJECT)
def take_back(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Take one's own back before anybody signed, or once something of it counts no longer.

    Raises NotFound for what is not the actor's, Conflict once it is signed or decided.
    """
    actor.require(Permission.SELF)
    review = review_named(session, public_id)
    if review.person_id != actor.person_id:
        raise NotFound
    with as_program(session):
        take_turn(session, review)
        if review.closed_at is not None:
            raise Conflict(_("This has been decided."))
        found = weighed(session, review, at=at)
        signed = seated_in(session, review).signed
        if signed and found.came.is_complete:
            raise Conflict(_("Somebody has signed already, so it goes on."))
        make_now(session, [actor.person_id], at=at)
        close(session, review, Verdict.TAKEN_BACK, Move.TAKE_BACK, by_id=actor.person_id, at=at)
        about(session, person_id=actor.person_id, thing=review.public_id)


def open_review(session: Session, now: Stood, *, by_id: int, at: datetime) -> Review:
    """A decision with what counts now, as the program; the candidate is under review from now on.

    For whoever waited for the candidate and saw that all is there.
    """
    review = Review(
        enrolment_id=now.enrolment.id or 0,
        person_id=now.enrolment.person_id,
        path_version_id=now.enrolment.path_version_id,
        asking=now.came.asking,
        asked_at=at,
        asked_on=now.today,
        counted=[
            {
                "requirement": line.requirement.key,
                "counted": [item.subject or f"{item.on}" for item in line.measured.counted],
            }
            for line in now.came.lines
        ],
    )
    session.add(review)
    session.flush()
    move_if(session, now.enrolment, Move.ASK, by_id=by_id, at=at)
    make_now(session, [review.person_id], at=at)
    return review


def tell_who_names(session: Session, review: Review, name: str, *, at: datetime) -> None:
    """Tell the direct leaders that a seat waits for a name."""
    said = _("{name} asks for a decision. Name who signs it.").format(name=name)
    say(
        session,
        direct_leaders(session, review.person_id),
        said,
        Letter.PLEASE_DECIDE,
        link=routes.decision(review.public_id),
        key=f"name:{review.id}",
        at=at,
    )
