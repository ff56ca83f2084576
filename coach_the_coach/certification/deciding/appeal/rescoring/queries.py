"""Whether the two who were named have scored again."""

from sqlmodel import Session, col, select

from coach_the_coach.certification.deciding.tables import Appeal
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.tables import Observation, Status


def waits_for(session: Session, appeal: Appeal) -> list[int]:
    """Who of the two has not signed a certification observation of the candidate since the appeal.

    Of the session that was named, from its transcript, or of a new one: both are kept beside what
    was scored before. Empty where no session was named. As the program, for the appeal itself.
    """
    if not appeal.coaching_session:
        return []
    named = [one for one in (appeal.first_scorer_id, appeal.second_scorer_id) if one is not None]
    with as_program(session):
        done = set(
            session.exec(
                select(Observation.observer_id).where(
                    Observation.observed_id == appeal.person_id,
                    col(Observation.observer_id).in_(named),
                    Observation.aim == Aim.CERTIFICATION,
                    Observation.status == Status.SIGNED,
                    col(Observation.signed_at) >= appeal.asked_at,
                )
            )
        )
    return [who for who in named if who not in done]


def is_scored_again(session: Session, appeal: Appeal) -> bool:
    """Whether nothing is to be scored again, or two were named and both have signed."""
    if not appeal.coaching_session:
        return True
    both = appeal.first_scorer_id is not None and appeal.second_scorer_id is not None
    return both and not waits_for(session, appeal)
