"""All that both have signed of a talk, and whether what is stored is still that."""

from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session, col, select

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.seal.rules import seal_of
from coach_the_coach.observations.tables import Talk
from coach_the_coach.observations.talk.queries import Between, between
from coach_the_coach.observations.talk.rules import TalkDraft


def is_talk_intact(session: Session, actor: Actor, *, public_id: str) -> bool:
    """Whether what is stored of a talk is what both signed. Raises NotFound but for the two."""
    one = between(session, actor, public_id)
    if one.talk is None or one.words is None or one.talk.sha256 is None:
        return False
    return one.talk.sha256 == seal_of(content_of(session, actor, one), one.words.salt)


def content_of(session: Session, actor: Actor, one: Between) -> dict[str, Any]:
    """All that the two signatures cover, by ids that mean the same elsewhere.

    Not the time it was booked for, nor the version of the observation: a correction changes
    nothing of what was agreed. For one that the actor takes part in.
    """
    two = (one.observation.observer_id, one.observation.observed_id)
    people = dict(
        session.exec(select(Person.id, Person.public_id).where(col(Person.id).in_(two))).all()
    )
    talk = one.so_far
    root = session.exec(
        select(CoachingSession.public_id)
        .join(Talk, col(Talk.coaching_session_id) == col(CoachingSession.id))
        .where(
            col(Talk.id) == talk.follows_id,
            (col(Talk.observer_id) == actor.person_id) | (col(Talk.observed_id) == actor.person_id),
        )
    ).first()
    names = {
        "coaching_session": one.held.public_id,
        "observer": people[two[0]],
        "observed": people[two[1]],
        "follows": root,
    }
    return names | covered(talk, one.draft)


def covered(talk: Talk, draft: TalkDraft) -> dict[str, Any]:
    """What the two signatures cover of a talk and its words; whom they name comes beside it."""
    return {
        "intended": draft.intended,
        "noticed": draft.noticed,
        "moment": draft.moment,
        "would_try": draft.would_try,
        "one_thing": draft.one_thing,
        "promised": draft.promised,
        "next_reason": draft.next_reason,
        "watch_again_on": draft.watch_again_on.isoformat() if draft.watch_again_on else None,
        "without_own_view": talk.without_own_view,
        "read_alone": talk.read_alone,
        "shown_at": _instant(talk.shown_at),
        "observer_signed_at": _instant(talk.observer_signed_at),
        "observed_signed_at": _instant(talk.observed_signed_at),
    }


def _instant(at: datetime | None) -> str | None:
    """An instant in UTC, the same text on every database."""
    return at.astimezone(UTC).isoformat() if at else None
