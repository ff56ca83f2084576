"""Observations of somebody and by them, and the talks of both, as far as docs/access.md goes."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import sees
from coach_the_coach.observations.scope import is_its_talk, is_shown
from coach_the_coach.observations.tables import (
    AskedFirst,
    BlindScoring,
    KindAnswer,
    Note,
    Observation,
    ObservationBody,
    Outcome,
    Rating,
    Reply,
    SelfRating,
    Status,
    Talk,
    TalkBody,
    Tap,
    Transcript,
    TurnCode,
)
from coach_the_coach.observations.watching.rules import State
from coach_the_coach.observations.watching.tables import Watching

PARTS = (Rating, Note, Tap, KindAnswer, TurnCode)
"""What was seen, many rows for one observation."""

HIDDEN = frozenset(
    {"id", "observation_id", "talk_id", "salt", "revision", "touched_at", "device_id", "seq"}
)
"""Columns that say nothing about anybody."""


def sessions_of(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """Coaching sessions in which the actor took part: when, and with whom.

    One is entered as soon as an observer opens a draft, of which the other two are not told: what
    is known of nothing but a draft is not given.
    """
    coaches = CoachingSession.coach_id == actor.person_id
    is_coached = CoachingSession.coached_id == actor.person_id
    planned = and_(col(CoachingSession.planned), ~_is_observed(Status.DRAFT, Status.BLIND))
    known = or_(_is_observed(Status.SIGNED), _is_to_be_watched())
    # Somebody else's draft counts here, and is not told.
    with as_program(session):
        found = session.exec(
            select(CoachingSession)
            .where(or_(and_(coaches, or_(known, planned, _is_booked())), and_(is_coached, known)))
            .order_by(col(CoachingSession.held_at), col(CoachingSession.id))
        ).all()
    names = names_of(session, (id for one in found for id in (one.coach_id, one.coached_id)))
    return [
        {
            "held_at": _at(one.held_at),
            "coach": names[one.coach_id],
            "coached": names[one.coached_id],
            **({"purpose": one.purpose} if one.coach_id == actor.person_id else {}),
        }
        for one in found
    ]


def _is_observed(*stages: Status) -> ColumnElement[bool]:
    """The condition that there is an observation of a session that stands at one of these."""
    of_it = col(Observation.coaching_session_id) == col(CoachingSession.id)
    return select(Observation.id).where(of_it, col(Observation.status).in_(stages)).exists()


def _is_to_be_watched() -> ColumnElement[bool]:
    """The condition that observer and observed have agreed that a session is watched."""
    of_it = col(Watching.coaching_session_id) == col(CoachingSession.id)
    return select(Watching.id).where(of_it, col(Watching.state) == State.AGREED).exists()


def _is_booked() -> ColumnElement[bool]:
    """The condition that whoever coached was told when the talk over a session is."""
    of_it = col(Talk.coaching_session_id) == col(CoachingSession.id)
    return select(Talk.id).where(of_it, col(Talk.booked_for).is_not(None)).exists()


def observations_of(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """Signed observations of the actor; what was seen once both views were opened."""
    found = session.exec(
        select(Observation, CoachingSession, is_shown())
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .where(Observation.observed_id == actor.person_id, Observation.status == Status.SIGNED)
        .order_by(col(Observation.signed_at), col(Observation.id))
    ).all()
    opened = [one.id or 0 for one, _held, is_open in found if is_open]
    own = _own_view(session, [one.id or 0 for one, _held, _open in found])
    seen = _seen(session, opened)
    names = _names(session, [(one, held) for one, held, _open in found])
    return [
        {
            **_envelope(one, held, names),
            "opened_to_you": is_open,
            "your_own_view": own[one.id or 0],
            # Reasons are words of the observer.
            **(_reasons(one) | seen[one.id or 0] if is_open else {}),
        }
        for one, held, is_open in found
    ]


def observations_by(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """What the actor wrote as an observer, drafts too."""
    found = session.exec(
        select(Observation, CoachingSession)
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .where(Observation.observer_id == actor.person_id)
        .order_by(col(Observation.opened_at), col(Observation.id))
    ).all()
    seen = _seen(session, [one.id or 0 for one, _held in found])
    names = _names(session, [(one, held) for one, held in found])
    return [
        {**_envelope(one, held, names), **_reasons(one), **seen[one.id or 0]} for one, held in found
    ]


def scorings_of(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """That two score a session of the actor's; of neither that they have signed."""
    found = session.exec(
        select(BlindScoring, CoachingSession.held_at)
        .join(CoachingSession, col(CoachingSession.id) == col(BlindScoring.coaching_session_id))
        .where(sees(BlindScoring, actor, None))
        .order_by(col(BlindScoring.id))
    ).all()
    people = ("observed_id", "first_observer_id", "second_observer_id", "third_observer_id")
    names = names_of(
        session, (id for one, _held in found for part in people if (id := getattr(one, part)))
    )
    return [
        {
            "held_at": _at(held_at),
            **{part.removesuffix("_id"): names.get(getattr(one, part) or 0) for part in people},
            **_plain(one, {*people, "coaching_session_id", "asked_by_id"}),
        }
        for one, held_at in found
    ]


def talks_of(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """Talks of the actor over something signed: words that both may read."""
    found = session.exec(
        select(Talk, TalkBody, AskedFirst)
        .join(TalkBody, col(TalkBody.talk_id) == col(Talk.id))
        .join(AskedFirst, col(AskedFirst.talk_id) == col(Talk.id), isouter=True)
        .where(or_(Talk.observer_id == actor.person_id, Talk.observed_id == actor.person_id))
        .where(
            select(Observation.id)
            .where(is_its_talk(), col(Observation.status) == Status.SIGNED)
            .exists()
        )
        .order_by(col(Talk.id))
    ).all()
    names = names_of(
        session, (id for talk, *_rest in found for id in (talk.observer_id, talk.observed_id))
    )
    return [
        {
            "observer": names[talk.observer_id],
            "observed": names[talk.observed_id],
            **_plain(talk, {"observer_id", "observed_id", "coaching_session_id", "follows_id"}),
            "words": _plain(body),
            "asked_first": asked.answer if asked else None,
        }
        for talk, body, asked in found
    ]


def _own_view(session: Session, ids: list[int]) -> dict[int, dict[str, Any]]:
    """What the one observed said of themself, by observation."""
    views: dict[int, dict[str, Any]] = defaultdict(dict)
    for one in session.exec(select(SelfRating).where(col(SelfRating.observation_id).in_(ids))):
        views[one.observation_id].setdefault("levels", {})[one.dimension] = one.level
    for reply in session.exec(select(Reply).where(col(Reply.observation_id).in_(ids))):
        views[reply.observation_id] |= _plain(reply)
    return views


def _seen(session: Session, ids: list[int]) -> dict[int, dict[str, Any]]:
    """What an observer wrote, tapped and coded, and what it came to, by observation."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for table in (ObservationBody, Outcome):
        for one in session.exec(select(table).where(col(table.observation_id).in_(ids))).all():
            found[one.observation_id][one.__tablename__] = _plain(one)
    for table in PARTS:
        for one in session.exec(select(table).where(col(table.observation_id).in_(ids))).all():
            found[one.observation_id].setdefault(f"{table.__tablename__}s", []).append(_plain(one))
    asked = select(Transcript).where(col(Transcript.observation_id).in_(ids))
    for one in session.exec(asked).all():
        kept = {"uploaded_at", "deleted_at", "measures"}
        found[one.observation_id]["transcript"] = {
            name: value for name, value in _plain(one).items() if name in kept
        }
    return found


def _names(session: Session, rows: Iterable[tuple[Observation, CoachingSession]]) -> dict[int, str]:
    ids = (id for one, held in rows for id in (one.observer_id, one.observed_id, held.coached_id))
    return names_of(session, ids)


def _envelope(one: Observation, held: CoachingSession, names: dict[int, str]) -> dict[str, Any]:
    """That it took place, when, by whom; and its hash."""
    return {
        "id": one.public_id,
        "observer": names[one.observer_id],
        "observed": names[one.observed_id],
        "coached": names[held.coached_id],
        "held_at": _at(held.held_at),
        "purpose": one.purpose_corrected or held.purpose,
        "aim": one.aim,
        "source": one.source,
        "status": one.status,
        "started_at": _at(one.started_at),
        "stopped_at": _at(one.stopped_at),
        "signed_at": _at(one.signed_at),
        "sha256": one.body_sha256,
    }


def _reasons(one: Observation) -> dict[str, Any]:
    return {"purpose_reason": one.purpose_reason, "amend_reason": one.amend_reason}


def _plain(row: Any, but: set[str] | None = None) -> dict[str, Any]:
    """A row by the names of its columns, without what says nothing about anybody."""
    kept = row.model_dump(mode="json")
    return {name: value for name, value in kept.items() if name not in HIDDEN | (but or set())}


def _at(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
