"""Whether the two who were named have scored again, who may, and both scorings side by side."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from coach_the_coach.calibration.again.queries import (
    able_again,
    both_scorings,
    has_words,
    is_scored_again_elsewhere,
    scoring_for,
    signed_again,
)
from coach_the_coach.calibration.again.rows import AgainRow
from coach_the_coach.certification.deciding.tables import Appeal
from coach_the_coach.identity.access import Actor


def signed_for(session: Session, appeal: Appeal) -> set[int]:
    """Who of the two has signed. As the program, for the appeal itself."""
    scoring = scoring_for(session, appeal.public_id)
    return signed_again(session, scoring) if scoring is not None else set()


def waits_for(session: Session, appeal: Appeal) -> list[int]:
    """Who of the two has not signed their score of the session that was named.

    Empty where none was named. As the program, for the appeal itself.
    """
    if not appeal.coaching_session:
        return []
    done = signed_for(session, appeal)
    named = (appeal.first_scorer_id, appeal.second_scorer_id)
    return [one for one in named if one is not None and one not in done]


def is_scored_again(session: Session, appeal: Appeal) -> bool:
    """Whether nothing is to be scored again, or two were named and both have signed.

    Nothing is where none was named, and where there is no transcript of the one that was.
    """
    if not appeal.coaching_session or is_left(appeal):
        return True
    both = appeal.first_scorer_id is not None and appeal.second_scorer_id is not None
    return both and not waits_for(session, appeal)


def is_left(appeal: Appeal) -> bool:
    """Whether somebody hears it and, for want of a transcript, nobody scores again."""
    named = (appeal.first_scorer_id, appeal.second_scorer_id)
    return appeal.decider_id is not None and named == (None, None)


def may_leave(session: Session, appeal: Appeal) -> bool:
    """Whether nobody need score it again: there is nothing to score from, and nobody has signed."""
    return not has_words(session, appeal.coaching_session) and not signed_for(session, appeal)


def able_to_score_again(
    session: Session, appeal: Appeal, *, but: Collection[int], at: datetime
) -> set[int]:
    """Who may score the session again: whoever has read none of it, and whoever does it already."""
    named = {one for one in (appeal.first_scorer_id, appeal.second_scorer_id) if one is not None}
    return able_again(session, appeal.coaching_session, but=but, at=at) | named


def is_busy(session: Session, appeal: Appeal) -> bool:
    """Whether the session is being scored again for another appeal just now."""
    return is_scored_again_elsewhere(session, appeal.coaching_session, appeal.public_id)


def side_by_side(session: Session, actor: Actor, appeal: Appeal) -> AgainRow | None:
    """What counted and what the two gave; None before it may be read.

    By whoever decides once both have signed, by the candidate once it is decided.
    """
    scoring = scoring_for(session, appeal.public_id)
    is_read = actor.person_id == appeal.decider_id or (
        actor.person_id == appeal.person_id and appeal.decided_at is not None
    )
    return both_scorings(session, actor, scoring) if scoring is not None and is_read else None
