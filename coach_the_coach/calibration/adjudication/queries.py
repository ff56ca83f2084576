"""Who may adjudicate."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.calibration.queries import Able, able_to_score, may_name, part_in
from coach_the_coach.calibration.rules import Part
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.tables import BlindScoring


def thirds(session: Session, actor: Actor, *, scoring: BlindScoring, at: datetime) -> list[Able]:
    """Those who may look as the third, by name; nobody where one is not needed, or not asked for.

    They may certify, lead the one observed nowhere, and have read nothing of either of the two.
    """
    is_one = part_in(scoring, actor) in (Part.FIRST, Part.SECOND)
    if not is_one and not may_name(session, actor, observed_id=scoring.observed_id):
        return []
    if scoring.both_signed_at is None or scoring.settled_at is not None:
        return []
    held = session.get_one(CoachingSession, scoring.coaching_session_id)
    two = [scoring.first_observer_id, scoring.second_observer_id]
    return able_to_score(session, held, but=two, at=at, third=True)
