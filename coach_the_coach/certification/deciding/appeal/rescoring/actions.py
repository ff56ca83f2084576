"""Asking the two who were named to score again."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.certification.deciding.actions import say
from coach_the_coach.certification.deciding.queries import people_named
from coach_the_coach.certification.deciding.tables import Appeal
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.notices.mail.rules import Letter
from coach_the_coach.shell import routes


def request_scoring_again(session: Session, appeal: Appeal, *, at: datetime) -> None:
    """Ask both to score again, blind; for whoever named them.

    This is the one place where blind scoring of a session that took place is to be begun: where
    calibration offers it, it is called here with the session that the appeal names and these two.
    Until then each observes a new session, or scores this one from its transcript.
    """
    with as_program(session):
        name = people_named(session, [appeal.person_id])[appeal.person_id].name
    said = _("{name} asks that a session is scored again. You are one of the two who do it.")
    say(
        session,
        [one for one in (appeal.first_scorer_id, appeal.second_scorer_id) if one],
        said.format(name=name),
        Letter.PLEASE_DECIDE,
        link=routes.DECISIONS,
        key=f"rescore:{appeal.id}",
        at=at,
    )
