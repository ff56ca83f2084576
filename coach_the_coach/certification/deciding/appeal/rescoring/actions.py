"""Having the session that an appeal names scored again, and letting it count with the decision."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.calibration.again.actions import leave_as_it_was, score_again, settle_again
from coach_the_coach.certification.deciding.actions import say
from coach_the_coach.certification.deciding.queries import people_named
from coach_the_coach.certification.deciding.tables import Appeal
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.notices.mail.rules import Letter
from coach_the_coach.shell import routes


def request_scoring_again(
    session: Session, appeal: Appeal, *, newly: set[int], at: datetime
) -> None:
    """Have the two who are named score the session again, blind, and ask those who are `newly`.

    Nobody does where nobody is named. For whoever named them.
    """
    if appeal.first_scorer_id is None or appeal.second_scorer_id is None:
        leave_as_it_was(session, appeal.public_id, at=at)
        return
    scoring = score_again(
        session,
        held_id=appeal.coaching_session,
        appeal=appeal.public_id,
        two=(appeal.first_scorer_id, appeal.second_scorer_id),
        asked_by_id=appeal.named_by_id or 0,
        at=at,
    )
    with as_program(session):
        name = people_named(session, [appeal.person_id])[appeal.person_id].name
    said = _("{name} asks that a session is scored again. You are one of the two who do it.")
    say(
        session,
        sorted(newly),
        said.format(name=name),
        Letter.PLEASE_DECIDE,
        link=routes.double(scoring.public_id),
        key=f"rescore:{appeal.id}",
        at=at,
    )


def count_from_now(session: Session, appeal: Appeal, *, at: datetime) -> None:
    """Let what the two gave take the place of what counted, as the appeal is decided."""
    settle_again(session, appeal.public_id, at=at)
