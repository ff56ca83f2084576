"""All that both have signed of a talk, and whether what is stored is still that."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.erasing import Erasure, erased_on
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.seal.queries import BATCH, broken_seals, said
from coach_the_coach.observations.seal.rows import SealRow
from coach_the_coach.observations.seal.rules import Seal, seal_of, standing
from coach_the_coach.observations.tables import Talk, TalkBody
from coach_the_coach.observations.talk.queries import Between, between, draft_of
from coach_the_coach.observations.talk.rules import TalkDraft

_root, _rooted = aliased(Talk), aliased(CoachingSession)


def is_talk_intact(session: Session, actor: Actor, *, public_id: str) -> bool:
    """Whether what is stored of a talk is what both signed. Raises NotFound but for the two."""
    one = between(session, actor, public_id)
    if one.talk is None or one.words is None or one.talk.sha256 is None:
        return False
    return one.talk.sha256 == seal_of(content_of(session, actor, one), one.words.salt)


def talk_seal_line(session: Session, actor: Actor, *, public_id: str, at: datetime) -> SealRow:
    """Whether the seal of a talk holds, in one line; empty while it has none.

    Raises NotFound but for the two.
    """
    one = between(session, actor, public_id)
    if one.talk is None or one.words is None or one.talk.sha256 is None:
        return SealRow()
    salt, sha256 = one.words.salt, one.talk.sha256
    erased = None if salt else erased_on(session, one.talk.observed_id)
    content = content_of(session, actor, one)
    stands = standing(content, salt, sha256, erased=erased is not None)
    return said(stands, f"the talk about {public_id}", sha256, erased, actor, at)


def all_broken_seals(session: Session) -> tuple[int, list[str]]:
    """How many seals there are, of observations and talks, and which of them do not hold."""
    number, broken = broken_seals(session)
    talks, more = broken_talk_seals(session)
    return number + talks, [
        *(f"observation {one}" for one in broken),
        *(f"talk about session {one}" for one in more),
    ]


def broken_talk_seals(session: Session) -> tuple[int, list[str]]:
    """How many talks are sealed, and the sessions, by public id, of those whose seal is broken."""
    number, last, broken = 0, 0, []
    while found := session.exec(
        select(Talk, TalkBody, CoachingSession.public_id, _rooted.public_id)
        .join(TalkBody, col(TalkBody.talk_id) == col(Talk.id))
        .join(CoachingSession, col(CoachingSession.id) == col(Talk.coaching_session_id))
        .join(_root, col(_root.id) == col(Talk.follows_id), isouter=True)
        .join(_rooted, col(_rooted.id) == col(_root.coaching_session_id), isouter=True)
        .where(col(Talk.sha256).is_not(None), col(Talk.id) > last)
        .order_by(col(Talk.id))
        .limit(BATCH)
    ).all():
        two = {id for talk, *_rest in found for id in (talk.observer_id, talk.observed_id)}
        asked = select(Person.id, Person.public_id).where(col(Person.id).in_(two))
        people = dict(session.exec(asked).all())
        erased = select(Erasure.person_id).where(col(Erasure.person_id).in_(two))
        gone = set(session.exec(erased).all())
        for talk, words, held, root in found:
            names = {
                "coaching_session": held,
                "observer": people[talk.observer_id],
                "observed": people[talk.observed_id],
                "follows": root,
            }
            content = names | covered(talk, draft_of(talk, words))
            was_erased = talk.observed_id in gone
            if standing(content, words.salt, talk.sha256, erased=was_erased) is Seal.BROKEN:
                broken.append(held)
        number, last = number + len(found), found[-1][0].id or 0
        session.expunge_all()
    return number, broken


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
