"""Appeals as they stand, and who may hear one."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.certification.deciding.appeal.rules import why_not_appeal
from coach_the_coach.certification.deciding.queries import (
    around_of,
    everywhere_of,
    seated_in,
    sitters,
    weighed,
)
from coach_the_coach.certification.deciding.rules import Said, Sitter, why_not_decider
from coach_the_coach.certification.deciding.tables import Appeal, CoSignature
from coach_the_coach.certification.queries import paths_by_version
from coach_the_coach.certification.rules import Verdict
from coach_the_coach.certification.tables import Review
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person


def appeal_against(session: Session, review: Review) -> Appeal | None:
    """The appeal against a decision, as the program; None for none."""
    with as_program(session):
        return session.exec(select(Appeal).where(Appeal.review_id == review.id)).first()


def refusal_in(session: Session, review: Review) -> CoSignature:
    """The signature that refused, as the program; of a decision that was refused."""
    with as_program(session):
        return session.exec(
            select(CoSignature).where(
                CoSignature.review_id == review.id, CoSignature.said == Said.NOT_YET
            )
        ).one()


def is_refuser(session: Session, actor: Actor, review: Review) -> bool:
    """Whether the actor refused, or is in the place of whoever did."""
    refused = refusal_in(session, review).by_id
    return refused == actor.person_id or any(
        one.stands_in_for_id == refused for one in actor.grants
    )


def signers_of(session: Session, review: Review) -> set[int]:
    """Whoever sat in a decision or signed it, as the program."""
    there = seated_in(session, review)
    with as_program(session):
        signed = session.exec(
            select(CoSignature.by_id).where(CoSignature.review_id == review.id)
        ).all()
    return {*signed, *(one.by_id for one in there.seats.values())}


def why_not_now(session: Session, review: Review, *, at: datetime) -> str:
    """Why the candidate cannot appeal against a decision now; empty where they can."""
    with as_program(session):
        zone = session.get_one(Person, review.person_id).time_zone
        again = session.exec(
            select(Review.id).where(
                Review.enrolment_id == review.enrolment_id, col(Review.asked_at) > review.asked_at
            )
        ).first()
    if again is not None:
        return _("You have asked for a decision again since.")
    is_refused = review.outcome is Verdict.NOT_YET and review.closed_at is not None
    return why_not_appeal(
        is_refused=is_refused,
        refused_on=local_day(review.closed_at or at, zone),
        today=local_day(at, zone),
        has_appealed=appeal_against(session, review) is not None,
    )


def sessions_to_name(session: Session, review: Review) -> list[str]:
    """The counted sessions that can be scored again: where an observed requirement was refused."""
    refused = refusal_in(session, review)
    with as_program(session):
        path = paths_by_version(session, [review.path_version_id])[review.path_version_id]
    observed = {one.key for one in path.asked(review.asking) if one.is_observed}
    if refused.criterion not in observed:
        return []
    return [
        subject
        for line in review.counted
        if line["requirement"] == refused.criterion
        for subject in line["counted"]
    ]


def why_not_hear(session: Session, review: Review, person_id: int, *, at: datetime) -> str:
    """Why somebody cannot decide an appeal; empty where they can."""
    found, signers = weighed(session, review, at=at), signers_of(session, review)
    known = sitters(session, review.person_id, at=at, people=[person_id, *signers])
    return why_not_decider(
        known.get(person_id, Sitter(person_id)),
        around_of(session, review, found),
        signers=everywhere_of(known, signers),
    )
