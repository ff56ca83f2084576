"""Sessions that others scored, and what was passed and used, as requirements measure them."""

from collections import defaultdict
from collections.abc import Collection
from typing import Final

from sqlalchemy import bindparam, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from coach_the_coach.calibration.queries import scored_sessions
from coach_the_coach.certification.learning.rows import Learned
from coach_the_coach.certification.requirements.facts import Observed, Tried, Used
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.when import local_day
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rating.rules import MIN_OBSERVED, STOP_SIGN_CAP
from coach_the_coach.observations.scope import is_shown
from coach_the_coach.observations.tables import Observation, Reply

NAMED: Final = columns(col(Person.public_id), col(Person.id)).where(
    col(Person.public_id).in_(bindparam("people", expanding=True))
)
"""The inner ids of people; made once, for that takes longer than to run it."""

NOT_SHOWN: Final = (
    columns(col(CoachingSession.public_id))
    .join(Observation, col(Observation.coaching_session_id) == col(CoachingSession.id))
    .join(Reply, col(Reply.observation_id) == col(Observation.id), isouter=True)
    .where(
        col(Observation.public_id).in_(bindparam("observations", expanding=True)),
        ~or_(is_shown(), col(Reply.acknowledged_at).is_not(None)),
    )
)
"""Sessions of these observations that the one observed has not been shown; the same of it."""


def observed_sessions(
    session: Session, people: Collection[int], zones: dict[int, str]
) -> dict[int, list[Observed]]:
    """Sessions scored for certification; too little seen is no score, a stop sign caps one."""
    scored = scored_sessions(session, people)
    named = {name for one in scored for line in one.lines_of_day for name in line}
    told = session.connection().execute(NAMED, {"people": list(named)})
    ids = {public_id: number or 0 for public_id, number in told}
    closed = _closed(session, [name for one in scored for name in one.observations])
    found: dict[int, list[Observed]] = defaultdict(list)
    for one in scored:
        total = one.total if len(one.levels) >= MIN_OBSERVED else None
        line = one.lines_of_day[-1] if one.lines_of_day else ()
        capped = total is not None and one.stop_signs and total > STOP_SIGN_CAP
        found[one.observed_id].append(
            Observed(
                one.session,
                local_day(one.held_at, zones[one.observed_id]),
                rep=one.coached_id,
                observers=one.observers,
                before=one.before,
                leaders=tuple(ids[name] for name in line if name in ids),
                levels=one.levels,
                total=STOP_SIGN_CAP if capped else total,
                stop_signs=len(one.stop_signs),
                is_double=one.is_double,
                is_waiting=one.is_waiting,
                is_closed=one.session in closed,
                is_recorded=one.is_recorded,
                with_manager=one.is_of_manager,
            )
        )
    return found


def _closed(session: Session, observations: Collection[str]) -> set[str]:
    """Sessions with an observation that the one observed has not been shown, by public id.

    How it went they learn in the talk, and not from a page that says how far they are.
    """
    return {
        public_id
        for (public_id,) in session.connection().execute(
            NOT_SHOWN, {"observations": list(observations)}
        )
    }


def tried(known: Learned, zone: str) -> list[Tried]:
    """Tries that were sent, on their day where the person is."""
    return [
        Tried(
            one.public_id,
            local_day(one.finished_at, zone),
            bank=one.bank,
            right=one.right,
            asked=one.asked,
        )
        for one in known.passed
    ]


def used(known: Learned, zone: str) -> list[Used]:
    """Units that were used in a session that still stands."""
    return [
        Used(one.public_id, local_day(one.used_at, zone), unit=one.unit)
        for one in known.used
        if one.is_standing
    ]
