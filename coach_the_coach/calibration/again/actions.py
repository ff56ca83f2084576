"""Having a session scored again for an appeal, and handing over what came of it."""

from datetime import datetime

from sqlmodel import Session, select

from coach_the_coach.calibration.again.queries import scoring_for
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.blind.actions import call_off, hand_over_again
from coach_the_coach.observations.tables import BlindScoring


def score_again(
    session: Session,
    *,
    held_id: str,
    appeal: str,
    two: tuple[int, int],
    asked_by_id: int,
    at: datetime,
) -> BlindScoring:
    """Have these two score a session again for an appeal, in the place of whoever was named before.

    For whoever names them, who has made sure that they may, and holds the one observed.
    """
    scoring = scoring_for(session, appeal, held=True)
    with as_program(session):
        asked = select(CoachingSession).where(CoachingSession.public_id == held_id)
        held = session.exec(asked).one()
        scoring = scoring or BlindScoring(
            coaching_session_id=held.id or 0,
            again_for=appeal,
            observed_id=held.coach_id,
            first_observer_id=0,
            second_observer_id=0,
            asked_by_id=asked_by_id,
            asked_at=at,
        )
        scoring.first_observer_id, scoring.second_observer_id = two
        scoring.asked_by_id = asked_by_id
        scoring.called_off_at, scoring.reason = None, ""
        session.add(scoring)
        session.flush()
    return scoring


def leave_as_it_was(session: Session, appeal: str, *, at: datetime) -> None:
    """Have nobody score it again after all, as there is nothing to score it from."""
    scoring = scoring_for(session, appeal, held=True)
    if scoring is not None and scoring.called_off_at is None:
        call_off(session, scoring, reason=_("There is no transcript of it."), at=at)


def settle_again(session: Session, appeal: str, *, at: datetime) -> None:
    """Hand over what two signed for an appeal that is decided now: it counts from here on."""
    scoring = scoring_for(session, appeal, held=True)
    if scoring is not None and scoring.settled_at is None and scoring.called_off_at is None:
        hand_over_again(session, scoring, at=at)
