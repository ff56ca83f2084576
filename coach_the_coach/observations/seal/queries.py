"""What the seal of an observation covers, and whether it still holds."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import and_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.erasing import Erasure, erased_on
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import day, local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.scope import is_signed, readable
from coach_the_coach.observations.seal.rows import SealRow
from coach_the_coach.observations.seal.rules import SHOWN, Seal, seal_of, standing
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
_log = logging.getLogger(__name__)

BATCH: Final = 500
"""Seals compared with a few statements. Source: docs/method.md#seal."""

Found = tuple[Observation, ObservationBody, Outcome, CoachingSession]


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


def seal_line(session: Session, actor: Actor, *, public_id: str, at: datetime) -> SealRow:
    """Whether the seal holds, in one line for whoever reads the whole; a broken one is logged.

    Raises NotFound for what they may not read.
    """
    content, observation, body = sealed(session, actor, public_id=public_id)
    erased = None if body.salt else erased_on(session, observation.observed_id)
    stands = standing(content, body.salt, observation.body_sha256, erased=erased is not None)
    return said(stands, f"observation {public_id}", observation.body_sha256, erased, actor, at)


def said(
    stands: Seal,
    named: str,
    sha256: str | None,
    erased: datetime | None,
    actor: Actor,
    at: datetime,
) -> SealRow:
    """The line for a seal that stands like this; of a broken one the program's log is told."""
    if stands is Seal.INTACT:
        return SealRow(_("Seal intact · {hash}").format(hash=(sha256 or "")[:SHOWN]))
    if stands is Seal.ERASED and erased is not None:
        on = day(local_day(erased, actor.time_zone), local_day(at, actor.time_zone)).exact
        return SealRow(_("Its words were erased on {day}.").format(day=on))
    _log.error("the seal of %s is broken", named)
    return SealRow(_("Seal broken: this is not what was signed. Tell your administrator."), True)


def broken_seals(session: Session) -> tuple[int, list[str]]:
    """How many seals of observations there are, and the public ids of those that do not hold.

    A few statements for each `BATCH`; an erased body is none that is broken.
    """
    number, last, broken = 0, 0, []
    while found := _batch(session, last):
        rows = _signed(session, found)
        names = _names_of(session, found)
        gone = _erased(session, [one[0].observed_id for one in found])
        for row in rows:
            one = row.observation
            content = covered(row, one.signed_at) | names[one.id or 0]
            erased = one.observed_id in gone
            stands = standing(content, row.body.salt, one.body_sha256, erased=erased)
            if stands is Seal.BROKEN:
                broken.append(one.public_id)
        number, last = number + len(rows), found[-1][0].id or 0
        session.expunge_all()
    return number, broken


def _batch(session: Session, last: int) -> Sequence[Found]:
    """The next signed observations, with what there is one of."""
    found = session.exec(
        select(Observation, ObservationBody, Outcome, CoachingSession)
        .join(ObservationBody, col(ObservationBody.observation_id) == col(Observation.id))
        .join(Outcome, col(Outcome.observation_id) == col(Observation.id))
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .where(is_signed(), col(Observation.id) > last)
        .order_by(col(Observation.id))
        .limit(BATCH)
    ).all()
    return [(one, body, outcome, held) for one, body, outcome, held in found]


def _signed(session: Session, found: Sequence[Found]) -> list[Signed]:
    """Each with its ratings and notes in their order."""
    ids = [one.id for one, *_rest in found]
    ratings: dict[int, list[Rating]] = defaultdict(list)
    for rating in session.exec(
        select(Rating).where(col(Rating.observation_id).in_(ids)).order_by(col(Rating.dimension))
    ):
        ratings[rating.observation_id].append(rating)
    notes: dict[int, list[Note]] = defaultdict(list)
    for note in session.exec(
        select(Note).where(col(Note.observation_id).in_(ids)).order_by(col(Note.at), col(Note.id))
    ):
        notes[note.observation_id].append(note)
    return [
        Signed(one, held, body, outcome, ratings[one.id or 0], notes[one.id or 0])
        for one, body, outcome, held in found
    ]


def _erased(session: Session, people: Sequence[int]) -> set[int]:
    """Who of these was erased."""
    return set(session.exec(select(Erasure.person_id).where(col(Erasure.person_id).in_(people))))


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
    # A seal covers also what its reader may not see yet; nothing of it is shown here.
    with as_program(session):
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
        names = _names(session, found)
    rows = Signed(observation, held, body, outcome, ratings, notes)
    return covered(rows, signed_at or observation.signed_at) | names, observation, body


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


def _names(session: Session, found: Found) -> dict[str, Any]:
    """Who took part, by which form, and what it corrects, by ids that mean the same elsewhere."""
    return _names_of(session, [found])[found[0].id or 0]


def _names_of(session: Session, found: Sequence[Found]) -> dict[int, dict[str, Any]]:
    """The same of several at once, by observation."""
    ids = {
        one.id or 0: {
            "coach": held.coach_id,
            "coached": held.coached_id,
            "observer": one.observer_id,
        }
        for one, _body, _outcome, held in found
    }
    everybody = {id for parts in ids.values() for id in parts.values()}
    rows = session.exec(
        select(Person.id, Person.public_id).where(col(Person.id).in_(everybody))
    ).all()
    people = dict(rows)
    of_talk = and_(
        col(_source.coaching_session_id) == col(Talk.coaching_session_id),
        col(_source.observer_id) == col(Talk.observer_id),
        col(_source.supersedes_id).is_(None),
    )
    hung_on = session.exec(
        select(Observation.id, Rubric.sha256, _older.public_id, _source.public_id)
        .join(Rubric, col(Observation.rubric_id) == col(Rubric.id))
        .join(_older, col(_older.id) == col(Observation.supersedes_id), isouter=True)
        .join(Talk, col(Talk.id) == col(Observation.followed_id), isouter=True)
        .join(_source, of_talk, isouter=True)
        .where(col(Observation.id).in_(list(ids)))
    ).all()
    names = {}
    for number, rubric, corrects, follows in hung_on:
        # Words of a talk may still change when this is signed: it is named by its observation.
        followed = {"follows": follows} if follows else {}
        parts = {part: people[id] for part, id in ids[number or 0].items()}
        names[number or 0] = parts | {"rubric": rubric, "corrects": corrects} | followed
    return names


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
