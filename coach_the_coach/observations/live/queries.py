"""Where an observation stands that is being made."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, exists, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import Select

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.when import clock_words
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.live.rows import ClockRow, HintRow, LiveRow, MarkRow
from coach_the_coach.observations.live.rules import stretch_of
from coach_the_coach.observations.queries import header, own_draft
from coach_the_coach.observations.rubric.rules import (
    for_purpose,
    is_scored,
    stored_rubric,
    worded,
)
from coach_the_coach.observations.tables import KindAnswer, Observation, Rubric, Tap
from coach_the_coach.observations.tally.rules import Code

MARKS: Final = 20
"""Most taps that can be taken back one after the other on another device.

Source: docs/method.md#on-a-device.
"""


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
        clock=clock_row(started, observation.stopped_at, at),
        marks=mark_rows(session.exec(last_taps(Tap, "observation_id", observation.id)).all()),
        asked=stretch_of(answered, started) if answered and started else 0,
        buttons=str(observation.buttons),
        taps=sum(taps.values()),
        watched=clock_words(ran.total_seconds() if ran else None),
    )


def hints_of(session: Session, actor: Actor, *, public_id: str, at: datetime) -> list[HintRow]:
    """What each dimension asks, in the words of the two; none where nothing is rated.

    Raises NotFound where there is no draft of the actor's own, Conflict where it is signed already.
    """
    observation = own_draft(session, actor, public_id, held=False)
    head = header(session, actor, public_id=public_id, at=at)
    content, meeting = session.exec(
        select(Rubric.content, CoachingSession)
        .join(Observation, col(Observation.rubric_id) == col(Rubric.id))
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .where(Observation.id == observation.id)
    ).one()
    purpose = observation.purpose_corrected or meeting.purpose
    if not is_scored(purpose):
        return []
    form = for_purpose(stored_rubric(content), purpose)
    told = worded(form, coach=head.coach_word, coached=head.coached_word)
    return [HintRow(dimension.name, dimension.hint) for dimension in told.dimensions]


def counts(session: Session, actor: Actor, *, public_id: str) -> dict[str, int]:
    """How often each code counts in an observation by the actor."""
    own = {"public_id": public_id, "observer": actor.person_id}
    return counted(session.connection().execute(COUNTS, own))


def clock_row(started: datetime | None, stopped: datetime | None, at: datetime) -> ClockRow:
    """A clock as it is at `at`."""
    return ClockRow(
        started_at=started.isoformat() if started else "",
        stopped_at=stopped.isoformat() if stopped else "",
        now=at.isoformat(),
    )


def taps_by_code(table: type[SQLModel], owner: str, own: Any) -> "Select[Any, int]":
    """How often each code counts, of the taps of `table` whose column `owner` is `own`."""
    taps: Any = table
    return select(taps.code, func.count()).where(*_that_count(taps, owner, own)).group_by(taps.code)


def last_taps(table: type[SQLModel], owner: str, own: Any) -> "Select[Any, Any, datetime]":
    """Id, code and time of the last of those taps that count, newest first, at most `MARKS`."""
    taps: Any = table
    return (
        select(taps.id, taps.code, taps.at)
        .where(*_that_count(taps, owner, own))
        .order_by(taps.at.desc(), taps.seq.desc(), taps.id.desc())
        .limit(MARKS)
    )


def counted(found: Iterable[tuple[Any, int]]) -> dict[str, int]:
    """Every code with how often it was found."""
    return {str(code): 0 for code in Code} | {str(code): number for code, number in found}


def mark_rows(found: Iterable[tuple[Any, Any, datetime]]) -> list[MarkRow]:
    """The last taps as they are shown, oldest first."""
    return [MarkRow(id, str(code), at.isoformat()) for id, code, at in found][::-1]


def _that_count(taps: Any, owner: str, own: Any) -> tuple[ColumnElement[bool], ...]:
    """The conditions of `kept_taps` in SQL: a tap of its owner, not taken back."""
    undo, rival = aliased(taps), aliased(taps)
    taken_back = select(undo.undoes).where(
        getattr(undo, owner) == own, col(undo.undoes).is_not(None)
    )
    return (
        getattr(taps, owner) == own,
        col(taps.code).is_not(None),
        col(taps.id).not_in(taken_back),
        or_(
            col(taps.undoes).is_(None),
            ~exists().where(
                getattr(rival, owner) == own,
                col(rival.undoes) == col(taps.undoes),
                col(rival.id) > col(taps.id),
            ),
        ),
    )


_own = (
    select(Observation.id)
    .where(
        col(Observation.public_id) == bindparam("public_id"),
        col(Observation.observer_id) == bindparam("observer"),
    )
    .scalar_subquery()
)

COUNTS: Final = taps_by_code(Tap, "observation_id", _own)
"""The counts of somebody's own observation. Made once: every tap asks, and making takes longer."""
