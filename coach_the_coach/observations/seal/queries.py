"""What the seal of an observation covers, and whether it still holds."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.scope import readable
from coach_the_coach.observations.seal.rules import seal_of
from coach_the_coach.observations.tables import (
    Note,
    Observation,
    ObservationBody,
    Outcome,
    Rating,
    Rubric,
    Talk,
)
from coach_the_coach.observations.tally.rules import Buttons

_older, _source = aliased(Observation), aliased(Observation)


class Signed(NamedTuple):
    """The rows of one observation that its seal covers; ratings and notes in their order."""

    observation: Observation
    held: CoachingSession
    body: ObservationBody
    outcome: Outcome
    ratings: Sequence[Rating]
    notes: Sequence[Note]


def is_intact(session: Session, actor: Actor, *, public_id: str) -> bool:
    """Whether what is stored is what was signed. Raises NotFound for one they may not read."""
    content, observation, body = sealed(session, actor, public_id=public_id)
    return observation.body_sha256 == seal_of(content, body.salt)


def sealed(
    session: Session, actor: Actor, *, public_id: str, signed_at: datetime | None = None
) -> tuple[dict[str, Any], Observation, ObservationBody]:
    """All that a signature covers, and the rows it hangs on; `signed_at` while it is being signed.

    Envelope, words, ratings, notes and tally; not the reply, which comes later, nor a transcript,
    which goes. Five statements, whatever there is. What came later than the first seals is covered
    where it was used, so that those still hold. Raises NotFound for what they may not read.
    """
    found = session.exec(
        select(Observation, ObservationBody, Outcome, CoachingSession)
        .where(Observation.public_id == public_id, readable(actor))
        .join(ObservationBody, col(ObservationBody.observation_id) == col(Observation.id))
        .join(Outcome, col(Outcome.observation_id) == col(Observation.id))
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
    ).first()
    if found is None:
        raise NotFound
    observation, body, outcome, held = found
    ratings = session.exec(
        select(Rating)
        .where(Rating.observation_id == observation.id)
        .order_by(col(Rating.dimension))
    ).all()
    notes = session.exec(
        select(Note)
        .where(Note.observation_id == observation.id)
        .order_by(col(Note.at), col(Note.id))
    ).all()
    rows = Signed(observation, held, body, outcome, ratings, notes)
    content = covered(rows, signed_at or observation.signed_at)
    return content | _names(session, observation, held), observation, body


def covered(rows: Signed, signed_at: datetime | None) -> dict[str, Any]:
    """What a signature at `signed_at` covers of these rows; whom they name comes beside it."""
    observation, held, body, outcome, ratings, notes = rows
    content = _envelope(observation, held, signed_at) | _words(body)
    content |= _additions(observation, body, outcome, ratings, notes)
    return content | {
        "ratings": [[one.dimension, one.level, one.quote, one.moment_seconds] for one in ratings],
        "notes": [[one.id, _instant(one.at), one.seconds, one.text] for one in notes],
        "tally": outcome.tally,
        "kinds": outcome.kinds,
    }


def _envelope(
    observation: Observation, held: CoachingSession, signed_at: datetime | None
) -> dict[str, Any]:
    """When it was and what for."""
    return {
        "observation": observation.public_id,
        "purpose": str(held.purpose),
        "planned": held.planned,
        "held_at": _instant(held.held_at),
        "aim": str(observation.aim),
        "source": str(observation.source),
        "both_agreed": observation.both_agreed,
        "opened_at": _instant(observation.opened_at),
        "started_at": _instant(observation.started_at),
        "stopped_at": _instant(observation.stopped_at),
        "signed_at": _instant(signed_at),
        "amend_reason": observation.amend_reason,
        "line_of_day": observation.line_of_day,
    }


def _names(session: Session, observation: Observation, held: CoachingSession) -> dict[str, Any]:
    """Who took part, by which form, and what it corrects, by ids that mean the same elsewhere."""
    ids = {
        "coach": held.coach_id,
        "coached": held.coached_id,
        "observer": observation.observer_id,
    }
    rows = session.exec(
        select(Person.id, Person.public_id).where(col(Person.id).in_(set(ids.values())))
    ).all()
    people = dict(rows)
    of_talk = and_(
        col(_source.coaching_session_id) == col(Talk.coaching_session_id),
        col(_source.observer_id) == col(Talk.observer_id),
        col(_source.supersedes_id).is_(None),
    )
    rubric, corrects, follows = session.exec(
        select(Rubric.sha256, _older.public_id, _source.public_id)
        .join(Observation, col(Observation.rubric_id) == col(Rubric.id))
        .join(_older, col(_older.id) == col(Observation.supersedes_id), isouter=True)
        .join(Talk, col(Talk.id) == col(Observation.followed_id), isouter=True)
        .join(_source, of_talk, isouter=True)
        .where(Observation.id == observation.id)
    ).one()
    names = {part: people[id] for part, id in ids.items()}
    # Words of a talk may still change when this is signed: the talk is named by its observation.
    followed = {"follows": follows} if follows else {}
    return names | {"rubric": rubric, "corrects": corrects} | followed


def _words(body: ObservationBody) -> dict[str, Any]:
    """What the observer wrote."""
    return {
        "strengths": body.strengths,
        "one_thing": body.one_thing,
        "agreed": body.agreed,
        "watch_again_on": body.watch_again_on.isoformat() if body.watch_again_on else None,
        "stop_signs": body.stop_signs,
    }


def _additions(
    observation: Observation,
    body: ObservationBody,
    outcome: Outcome,
    ratings: Sequence[Rating],
    notes: Sequence[Note],
) -> dict[str, Any]:
    """What observations can say since there is more to say: only what this one does say."""
    purpose = observation.purpose_corrected
    said = {
        "buttons": str(observation.buttons) if observation.buttons is not Buttons.NINE else None,
        "purpose_corrected": str(purpose) if purpose else None,
        "purpose_reason": observation.purpose_reason,
        "seen": str(body.seen) if body.seen else None,
        "ticks": body.ticks,
        "not_called": [one.dimension for one in ratings if one.not_called],
        "absent": [
            [one.dimension, one.absent_from, one.absent_to]
            for one in ratings
            if one.absent_from is not None
        ],
        "quotes": [[one.id, one.quote] for one in notes if one.quote],
        "strip": outcome.strip,
        "in_runs": outcome.in_runs,
    }
    return {key: value for key, value in said.items() if value}


def _instant(at: datetime | None) -> str | None:
    """An instant in UTC, the same text on every database."""
    return at.astimezone(UTC).isoformat() if at else None
