"""What all of deciding does alike: telling, and closing a decision."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from coach_the_coach.certification.progress.making.actions import make_now, move
from coach_the_coach.certification.rules import Move, State, Verdict, after
from coach_the_coach.certification.tables import Enrolment, Progress, Review
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.actions import tell
from coach_the_coach.notices.mail.actions import write
from coach_the_coach.notices.mail.rules import Letter


def take_turn(session: Session, review: Review) -> None:
    """Wait for whoever decides about the same candidate, and read the decision as it is then."""
    wait_for_people(session, [review.person_id])
    with as_program(session):
        session.refresh(review)


def close(
    session: Session, review: Review, outcome: Verdict, moved: Move, *, by_id: int, at: datetime
) -> None:
    """Close a decision, and move the candidate on where that is a way from where they stand."""
    with as_program(session):
        review.closed_at, review.outcome = at, outcome
        session.add(review)
        session.flush()
        enrolment = session.get_one(Enrolment, review.enrolment_id)
        move_if(session, enrolment, moved, by_id=by_id, at=at)
    make_now(session, [review.person_id], at=at)


def move_if(
    session: Session, enrolment: Enrolment, moved: Move, *, by_id: int, at: datetime
) -> bool:
    """Enter a move where it is a way from where somebody stands; whether it was."""
    with as_program(session):
        now = session.get(Progress, enrolment.id)
        if now is None or after(State(now.state), moved) is None:
            return False
        move(session, enrolment, moved, by_id=by_id, at=at)
    return True


def say(
    session: Session,
    people: Iterable[int],
    text: str,
    letter: Letter,
    *,
    link: str,
    key: str,
    at: datetime,
) -> None:
    """Tell these people one sentence, in the app and by a letter that names nobody."""
    with as_program(session):
        for who in sorted(set(people)):
            tell(session, who, text, link=link, at=at)
            write(session, who, letter, link=link, key=f"{key}:{who}", at=at)
