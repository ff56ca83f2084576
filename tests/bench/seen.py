"""Sessions of many managers that others scored, one or two of them, in rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import select as columns
from sqlalchemy import update
from sqlmodel import Session, SQLModel, col, func, select

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.observations.rules import Aim, Source
from coach_the_coach.observations.tables import (
    BlindScoring,
    Observation,
    ObservationBody,
    Rating,
    Reply,
    Status,
    Talk,
)
from tests import build

Insert = Callable[[Session, type[SQLModel], Iterable[dict[str, Any]]], None]

MOST: Final = 6
"""Sessions scored for certification: none of the first manager, one of the next, and so on."""

BESIDE: Final = 3
"""Sessions of each that were watched to help and do not count."""

AT_ONCE: Final = 5_000
"""Observations signed in one statement."""

APART: Final = 40
"""Days between two of them."""

DIMENSIONS: Final = range(1, 9)


class Watched(NamedTuple):
    """One session, and who watched it."""

    public_id: str
    number: int
    who: int
    coached: int
    place: int
    aim: Aim
    observers: tuple[int, ...]
    held_at: datetime

    @property
    def is_waiting(self) -> bool:
        """Whether the second has not signed yet: the newest of one manager in eleven."""
        return len(self.observers) > 1 and self.place == 0 and self.number % 11 == 10


def observed(
    session: Session,
    insert: Insert,
    teams: Mapping[int, Sequence[int]],
    observers: Sequence[int],
    line: Sequence[str],
    at: datetime,
    *,
    first: int = 0,
) -> None:
    """So many sessions of each, every third scored by two, nearly all talked over; the log of it.

    `line` is who leads them all, by public id, nearest first; `first` numbers the first of them.
    """
    watched = [
        one
        for number, (who, team) in enumerate(teams.items(), first)
        for one in _of(number, who, team, observers, at)
    ]
    before = session.exec(select(func.max(Observation.id))).one() or 0
    insert(session, CoachingSession, (_held(one) for one in watched))
    ids = _ids(session, CoachingSession)
    insert(session, Observation, _observations(session, watched, ids, line))
    made = session.execute(
        columns(
            col(Observation.id), col(Observation.coaching_session_id), col(Observation.observer_id)
        )
        .where(col(Observation.id) > before)
        .order_by(col(Observation.id))
    ).all()
    by = {ids[one.public_id]: one for one in watched}
    insert(session, ObservationBody, (_body(number, by[held]) for number, held, _who in made))
    insert(
        session,
        Rating,
        (
            {"observation_id": number, "dimension": each, "level": _level(number, each)}
            for number, _held_id, _who in made
            for each in DIMENSIONS
        ),
    )
    insert(session, BlindScoring, (_scoring(one, ids) for one in watched if len(one.observers) > 1))
    _signed(session, made, by)
    _talked(session, insert, made, by)


def _of(
    number: int, who: int, team: Sequence[int], observers: Sequence[int], at: datetime
) -> Iterator[Watched]:
    for place in range(number % MOST + BESIDE):
        counts = place < number % MOST
        first, second = (observers[(number + place + more) % len(observers)] for more in (0, 1))
        yield Watched(
            new_id(),
            number,
            who,
            team[place % len(team)],
            place,
            Aim.CERTIFICATION if counts else Aim.DEVELOPMENT,
            (first, second) if counts and place % 3 == 0 else (first,),
            at - timedelta(days=9 + APART * place),
        )


def _held(one: Watched) -> dict[str, Any]:
    return {
        "public_id": one.public_id,
        "coach_id": one.who,
        "coached_id": one.coached,
        "purpose": Purpose.COACH,
        "planned": True,
        "held_at": one.held_at,
    }


def _ids(session: Session, table: Any) -> dict[str, int]:
    """The id of every row by its public one."""
    found = session.execute(columns(table.public_id, table.id)).all()
    return {public_id: number for public_id, number in found}  # noqa: C416 - rows are no pairs


def _observations(
    session: Session, watched: Sequence[Watched], ids: Mapping[str, int], line: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Drafts still: what is signed takes no ratings any more."""
    rubric = build.rubric(session).id
    for one in watched:
        for by in one.observers:
            yield {
                "public_id": new_id(),
                "coaching_session_id": ids[one.public_id],
                "observer_id": by,
                "observed_id": one.who,
                "aim": one.aim,
                "source": Source.TRANSCRIPT if one.place % 3 == 1 else Source.LIVE,
                "rubric_id": rubric,
                "both_agreed": True,
                "opened_at": one.held_at,
                "line_of_day": list(line),
            }


def _body(number: int, one: Watched) -> dict[str, Any]:
    """One manager in seventeen had a stop sign once."""
    signs = ["raised-voice"] if one.number % 17 == 16 and one.place == 1 else []
    said = "You let her come to it herself. " * 6
    return {
        "observation_id": number,
        "salt": new_id(),
        "strengths": said,
        "one_thing": said,
        "stop_signs": signs,
        "ticks": {},
    }


def _level(number: int, dimension: int) -> int | None:
    """Mostly threes; one in nineteen was not seen."""
    drawn = (number * 31 + dimension * 7) % 19
    return None if drawn == 0 else 2 if drawn < 4 else 3 if drawn < 15 else 4


def _scoring(one: Watched, ids: Mapping[str, int]) -> dict[str, Any]:
    done = None if one.is_waiting else one.held_at
    first, second = one.observers
    return {
        "public_id": new_id(),
        "coaching_session_id": ids[one.public_id],
        "observed_id": one.who,
        "first_observer_id": first,
        "second_observer_id": second,
        "asked_by_id": first,
        "asked_at": one.held_at,
        "both_signed_at": done,
        "settled_at": done,
    }


def _signed(session: Session, made: Iterable[Any], by: Mapping[int, Watched]) -> None:
    """All of it signed, but for those who have not yet."""
    waiting = [number for number, held, _who in made if by[held].is_waiting]
    done = [number for number, held, _who in made if not by[held].is_waiting]
    for ids, status in ((waiting[::2], Status.BLIND), (done, Status.SIGNED)):
        for start in range(0, len(ids), AT_ONCE):
            session.connection().execute(
                update(Observation)
                .where(col(Observation.id).in_(ids[start : start + AT_ONCE]))
                .values(status=status, signed_at=Observation.opened_at)
            )


def _talked(
    session: Session, insert: Insert, made: Iterable[Any], by: Mapping[int, Watched]
) -> None:
    """Each was talked over; of one manager in five the newest was not yet."""
    talked = [
        (number, held, observer, one)
        for number, held, observer in made
        if not ((one := by[held]).is_waiting or (one.place == 0 and one.number % 5 == 4))
    ]
    insert(
        session,
        Talk,
        (
            {
                "coaching_session_id": held,
                "observer_id": observer,
                "observed_id": one.who,
                "opened_at": one.held_at,
                "shown_at": one.held_at,
            }
            for _number, held, observer, one in talked
        ),
    )
    insert(
        session,
        Reply,
        (
            {"observation_id": number, "acknowledged_at": one.held_at, "answer": ""}
            for number, _held_id, _observer, one in talked
        ),
    )
