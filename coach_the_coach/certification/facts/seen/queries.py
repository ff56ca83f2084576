"""Sessions that others scored, and what was passed and used, as requirements measure them."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select as columns
from sqlmodel import Session, col

from coach_the_coach.calibration.queries import scored_sessions
from coach_the_coach.certification.learning.rows import Learned
from coach_the_coach.certification.requirements.facts import Observed, Tried, Used
from coach_the_coach.foundation.when import local_day
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rating.rules import MIN_OBSERVED, STOP_SIGN_CAP


def observed_sessions(
    session: Session, people: Collection[int], zones: dict[int, str]
) -> dict[int, list[Observed]]:
    """Sessions scored for certification; too little seen is no score, a stop sign caps one."""
    scored = scored_sessions(session, people)
    named = {name for one in scored for line in one.lines_of_day for name in line}
    ids = dict(
        session.execute(
            columns(col(Person.public_id), col(Person.id)).where(col(Person.public_id).in_(named))
        ).all()
    )
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
                leaders=tuple(ids[name] for name in line if name in ids),
                levels=one.levels,
                total=STOP_SIGN_CAP if capped else total,
                stop_signs=len(one.stop_signs),
                is_double=one.is_double,
                is_waiting=one.is_waiting,
                is_recorded=one.is_recorded,
                with_manager=one.is_of_manager,
            )
        )
    return found


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
