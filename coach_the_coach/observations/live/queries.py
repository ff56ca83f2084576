"""Where an observation stands that is being made."""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coach_the_coach.foundation.when import clock_words
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.live.rows import ClockRow, LiveRow, MarkRow
from coach_the_coach.observations.live.rules import stretch_of
from coach_the_coach.observations.queries import own_draft
from coach_the_coach.observations.tables import KindAnswer, Observation, Tap
from coach_the_coach.observations.tally.rules import Code

MARKS: Final = 20
"""Most taps that can be taken back one after the other on another device. Source: a proposal."""


def present(session: Session, actor: Actor, *, public_id: str, at: datetime) -> LiveRow:
    """Counts, clock and last taps of the actor's own draft.

    Raises NotFound where there is none of theirs, Conflict where it is signed already.
    """
    observation = own_draft(session, actor, public_id, held=False)
    answered = session.exec(
        select(func.max(KindAnswer.at)).where(KindAnswer.observation_id == observation.id)
    ).one()
    started = observation.started_at
    taps = counts(session, actor, public_id=public_id)
    ran = (observation.stopped_at or at) - started if started else None
    return LiveRow(
        counts=taps,
        clock=clock_row(observation, at),
        marks=_last_marks(session, actor, public_id),
        asked=stretch_of(answered, started) if answered and started else 0,
        taps=sum(taps.values()),
        watched=clock_words(ran.total_seconds() if ran else None),
    )


def counts(session: Session, actor: Actor, *, public_id: str) -> dict[str, int]:
    """How often each of the nine codes counts in an observation by the actor."""
    found = session.exec(
        select(Tap.code, func.count()).where(*_that_count(actor, public_id)).group_by(col(Tap.code))
    ).all()
    return {str(code): 0 for code in Code} | {str(code): number for code, number in found}


def clock_row(observation: Observation, at: datetime) -> ClockRow:
    """The clock of an observation as it is at `at`."""
    started, stopped = observation.started_at, observation.stopped_at
    return ClockRow(
        started_at=started.isoformat() if started else "",
        stopped_at=stopped.isoformat() if stopped else "",
        now=at.isoformat(),
    )


def _last_marks(session: Session, actor: Actor, public_id: str) -> list[MarkRow]:
    """The last taps that count, oldest first, at most `MARKS`."""
    found = session.exec(
        select(Tap.id, Tap.code)
        .where(*_that_count(actor, public_id))
        .order_by(col(Tap.at).desc(), col(Tap.seq).desc(), col(Tap.id).desc())
        .limit(MARKS)
    ).all()
    return [MarkRow(id, str(code)) for id, code in reversed(found)]


def _that_count(actor: Actor, public_id: str) -> tuple[ColumnElement[bool], ...]:
    """The conditions of `kept_taps` in SQL: a tap of the actor's observation, not taken back."""
    own = (
        select(Observation.id)
        .where(Observation.public_id == public_id, Observation.observer_id == actor.person_id)
        .scalar_subquery()
    )
    undo = aliased(Tap)
    taken_back = select(undo.undoes).where(
        undo.observation_id == own, col(undo.undoes).is_not(None)
    )
    return (
        col(Tap.observation_id) == own,
        col(Tap.code).is_not(None),
        col(Tap.id).not_in(taken_back),
    )
