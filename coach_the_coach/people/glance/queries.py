"""What is seen of each person at a glance: the last strips, and what they work on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Subquery, case, func
from sqlmodel import Session, and_, col, or_, select

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.when import day, local_day, moment
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.scope import sees
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rules import Seen
from coach_the_coach.observations.scope import is_current, readable
from coach_the_coach.observations.tables import (
    Observation,
    ObservationBody,
    Outcome,
    Reply,
    Status,
    Talk,
    TalkBody,
)
from coach_the_coach.people.person.progress.rules import (
    TINY_STRETCHES,
    in_stretches,
    scale_of,
    strip_of,
    suggested_word,
    suggested_words,
    times_word,
    times_words,
    watch_note,
)
from coach_the_coach.people.rows import TinyStrip
from coach_the_coach.people.rules import STRIPS
from coach_the_coach.people.waiting.queries import is_shared_talk, watched_since

SET: Final = 0
"""A ONE thing that a talk has set goes first."""

AGREED: Final = 1
"""Then one that was talked over before there were talks."""

SUGGESTED: Final = 2
"""Then what an observer wrote."""


def strips_of(session: Session, actor: Actor, people: Sequence[int]) -> dict[int, list[TinyStrip]]:
    """The last sessions of each person but the actor that the actor may read, oldest first.

    Each person's stand on a scale of their own: they are for seeing a change, not for comparing.
    """
    place = func.row_number().over(
        partition_by=col(Observation.observed_id),
        order_by=(col(CoachingSession.held_at).desc(), col(Observation.id).desc()),
    )
    newest = (
        select(Observation.id, Observation.observed_id, place.label("place"))
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .where(
            _of_others(actor, people),
            Observation.status == Status.SIGNED,
            readable(actor),
            is_current(),
        )
        .subquery()
    )
    found = session.exec(
        select(newest.c.observed_id, Outcome.strip)
        .join(newest, newest.c.id == col(Outcome.observation_id))
        .where(newest.c.place <= STRIPS)
        .order_by(newest.c.place.desc())
    ).all()
    kept: dict[int, list[list[list[int]]]] = {}
    for person, strip in found:
        if strip:
            kept.setdefault(person, []).append(list(strip))
    return {person: _tiny(strips) for person, strips in kept.items()}


def _of_others(actor: Actor, people: Sequence[int]) -> ColumnElement[bool]:
    """The condition that it is about one of these and not about the actor.

    Of oneself one reads on one's own page, and there only what a talk has opened.
    """
    return col(Observation.observed_id).in_(set(people) - {actor.person_id})


def _tiny(strips: Sequence[list[list[int]]]) -> list[TinyStrip]:
    drawn = in_stretches(strips, TINY_STRETCHES)
    scale = scale_of(drawn)
    return [TinyStrip(one.asks, one.tells) for one in (strip_of(each, scale) for each in drawn)]


def works_on(
    session: Session, actor: Actor, people: Sequence[int], at: datetime
) -> dict[int, dict[str, Any]]:
    """What each person but the actor works on, as far as the actor may read it, and how it stands.

    What a talk of the actor's has set goes first; then what was talked over before there were
    talks; then what an observer suggests, and is said to.
    """
    newest = _newest(actor, people)
    found = session.exec(
        select(newest.c.observed_id, ObservationBody, Talk, TalkBody)
        .join(newest, newest.c.id == col(ObservationBody.observation_id))
        .join(Talk, col(Talk.id) == newest.c.talk_id, isouter=True)
        .join(TalkBody, col(TalkBody.talk_id) == col(Talk.id), isouter=True)
        .where(newest.c.place == 1)
    ).all()
    suggested = session.exec(
        select(newest.c.observed_id, Person)
        .join(newest, newest.c.observer_id == col(Person.id))
        .where(newest.c.place == 1, newest.c.rank == SUGGESTED)
    ).all()
    stands = {person: _suggested(observer.name) for person, observer in suggested}
    roots = {person: talk.follows_id or talk.id or 0 for person, _b, talk, _w in found if talk}
    seen = _times_seen(session, actor, list(roots.values()), at)
    stands |= {person: seen.get(root, _told(0, "")) for person, root in roots.items()}
    kept = watched_since(session, actor, [talk.id for _p, _b, talk, _w in found if talk])
    today = local_day(at, actor.time_zone)
    return {
        person: {
            "one_thing": words.one_thing if talk else body.one_thing,
            "promised": words.promised if talk else body.agreed,
            "watch_again": day(talk.watch_again_on if talk else body.watch_again_on, today),
            "watch_note": watch_note(talk.watch_again_on, today, is_kept=talk.id in kept)
            if talk
            else "",
            **stands.get(person, {}),
        }
        for person, body, talk, words in found
    }


def _newest(actor: Actor, people: Sequence[int]) -> Subquery:
    """Observations that name a ONE thing, with their talk where it has set one; `place` 1 holds."""
    is_set = and_(col(Talk.observer_signed_at).is_not(None), col(TalkBody.one_thing) != "")
    is_agreed = and_(sees(Observation, actor, None), col(Reply.acknowledged_at).is_not(None))
    rank = case((is_set, SET), (is_agreed, AGREED), else_=SUGGESTED)
    place = func.row_number().over(
        partition_by=col(Observation.observed_id),
        order_by=(
            rank,
            func.coalesce(col(Talk.observer_signed_at), col(Observation.signed_at)).desc(),
            col(Observation.id).desc(),
        ),
    )
    return (
        select(Observation.id, Observation.observed_id, Observation.observer_id)
        .add_columns(
            case((is_set, col(Talk.id))).label("talk_id"), rank.label("rank"), place.label("place")
        )
        .join(ObservationBody, col(ObservationBody.observation_id) == col(Observation.id))
        .join(Reply, col(Reply.observation_id) == col(Observation.id), isouter=True)
        .join(Talk, is_shared_talk(actor), isouter=True)
        .join(TalkBody, col(TalkBody.talk_id) == col(Talk.id), isouter=True)
        .where(
            _of_others(actor, people),
            col(Observation.status) == Status.SIGNED,
            readable(actor),
            is_current(),
            or_(is_set, col(ObservationBody.one_thing) != ""),
        )
        .subquery()
    )


def _times_seen(
    session: Session, actor: Actor, roots: Sequence[int], at: datetime
) -> dict[int, dict[str, str]]:
    """How often each ONE thing was seen, in words, by the talk in which it was first set."""
    found = session.exec(
        select(
            Observation.followed_id,
            func.count(func.distinct(CoachingSession.id)),
            func.max(CoachingSession.held_at),
        )
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .join(ObservationBody, col(ObservationBody.observation_id) == col(Observation.id))
        .where(
            col(Observation.followed_id).in_(roots),
            Observation.status == Status.SIGNED,
            readable(actor),
            is_current(),
            ObservationBody.seen == Seen.SEEN,
        )
        .group_by(col(Observation.followed_id))
    ).all()
    return {
        root or 0: _told(times, moment(last, actor.time_zone, at).words)
        for root, times, last in found
    }


def _told(times: int, last: str) -> dict[str, str]:
    """How often it was seen, in a word and as a sentence."""
    return {"stands_word": times_word(times), "stands": times_words(times, last)}


def _suggested(name: str) -> dict[str, str]:
    """Whose suggestion it is, likewise."""
    return {"stands_word": suggested_word(), "stands": suggested_words(name)}
