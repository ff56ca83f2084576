"""Whether the words of a transcript must stay although their days are over."""

from datetime import datetime, timedelta

from sqlalchemy import and_, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.erasing import is_held
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.tables import (
    BlindScoring,
    Observation,
    PendingDecision,
    Status,
    Transcript,
)
from coach_the_coach.settings import settings

_newer = aliased(Observation)


def must_wait(session: Session, transcript: Transcript, at: datetime) -> bool:
    """Whether a certification still rests on these words, or a hold keeps them.

    One that is unsigned, being corrected or scored by another as well keeps them for as long as the
    settings say, one that is being decided on until it is decided. They are kept, and no more
    readable than before.
    """
    days = settings().keep["certifying_transcripts"]
    in_time = not days or transcript.uploaded_at > at - timedelta(days=days)
    corrected = exists().where(
        col(_newer.supersedes_id) == col(Observation.id), col(_newer.status) == Status.DRAFT
    )
    # Whoever scores it as well may still have to read it.
    is_unsettled = exists().where(
        col(BlindScoring.coaching_session_id) == col(Observation.coaching_session_id),
        col(BlindScoring.settled_at).is_(None),
        col(BlindScoring.called_off_at).is_(None),
    )
    undecided = exists().where(
        col(PendingDecision.observation_id) == col(Observation.id),
        col(PendingDecision.decided_at).is_(None),
    )
    unfinished = or_(col(Observation.status) != Status.SIGNED, corrected, is_unsettled)
    grounds = [undecided, unfinished] if in_time else [undecided]
    found = session.exec(
        select(Observation.id)
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .where(Observation.id == transcript.observation_id)
        .where(
            or_(
                and_(col(Observation.aim) == Aim.CERTIFICATION, or_(*grounds)),
                is_held(
                    col(Observation.observed_id),
                    col(Observation.observer_id),
                    col(CoachingSession.coached_id),
                ),
            )
        )
    ).first()
    return found is not None
