"""Whether somebody can ask for a decision on a path, for themself."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.certification.deciding.asking.rules import why_not_ask
from coach_the_coach.certification.deciding.queries import last_refusal
from coach_the_coach.certification.deciding.tables import Appeal
from coach_the_coach.certification.progress.queries import Stood
from coach_the_coach.certification.rules import State
from coach_the_coach.certification.tables import Review


def why_not_now(session: Session, one: Stood) -> str:
    """Why the decision cannot be asked for as somebody stands now; empty where it can.

    Of whoever asks for themself, or as the program.
    """
    if one.review is not None:
        return why_not_ask(State.REVIEW, one.came.asking, is_complete=True, today=one.today)
    refused = last_refusal(session, one.enrolment.person_id, one.enrolment.path_key)
    is_last = refused is not None and not _certified_since(one, refused[0])
    return why_not_ask(
        one.came.state,
        one.came.asking,
        is_complete=one.came.is_complete,
        today=one.today,
        try_again_on=refused[1].try_again_on if refused and is_last else None,
        under_appeal=_under_appeal(session, one.enrolment.id or 0),
    )


def _certified_since(one: Stood, review: Review) -> bool:
    closed: datetime | None = review.closed_at
    return closed is not None and any(held.on > closed.date() for held in one.awards)


def _under_appeal(session: Session, enrolment_id: int) -> bool:
    found = session.exec(
        select(Appeal.id)
        .join(Review, col(Review.id) == col(Appeal.review_id))
        .where(Review.enrolment_id == enrolment_id, col(Appeal.decided_at).is_(None))
    )
    return found.first() is not None
