"""What there is about somebody, from the raw rows: what counts, and who is what to whom.

Nothing here asks a rule of the program: paths are read as JSON, days are counted anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.learning.tables import KnowledgeTry, UnitUse
from coach_the_coach.certification.tables import Attestation
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.identity.tables import Grant, Person, ReportingLine
from coach_the_coach.observations.tables import (
    BlindScoring,
    Observation,
    ObservationBody,
    Rating,
    Reply,
    Talk,
)

Levels = dict[int, Fraction]
"""By dimension; one that was not observed is not in it."""


@dataclass(frozen=True)
class Scored:
    """A session that others scored, and what it counts for."""

    subject: str
    on: date
    observers: frozenset[int]
    outside: bool
    others: bool
    """Whether somebody other than the direct leader scored it."""

    levels: Levels
    total: Fraction
    has_stop_sign: bool
    is_double: bool


def day(at: datetime, person: Person) -> date:
    """The day of an instant where somebody is."""
    return at.astimezone(ZoneInfo(person.time_zone)).date()


def logs(session: Session, who: int) -> list[LogEntry]:
    """Sessions in the log that were not taken back."""
    return [
        one
        for one in session.exec(select(LogEntry).where(LogEntry.coach_id == who))
        if one.withdrawn_at is None
    ]


def tries(session: Session, who: int) -> list[KnowledgeTry]:
    """Tries that were sent."""
    found = session.exec(select(KnowledgeTry).where(KnowledgeTry.person_id == who))
    return [one for one in found if one.finished_at is not None]


def uses(session: Session, who: int) -> list[UnitUse]:
    """Units used in a session that stands, held once the unit was read."""
    held = {one.id: one for one in logs(session, who)}
    return [
        one
        for one in session.exec(select(UnitUse).where(UnitUse.person_id == who))
        if one.used_at
        and one.log_entry_id in held
        and held[one.log_entry_id].held_on >= one.read_on
    ]


def signed_for(session: Session, who: int, path: str) -> list[Attestation]:
    """What somebody signed for them on a path, and did not take back."""
    found = session.exec(select(Attestation).where(Attestation.person_id == who))
    return [one for one in found if one.path_key == path and one.withdrawn_at is None]


def awards(session: Session, who: int, path: str, *, before: int | None = None) -> list[Award]:
    """Certificates since the last that was revoked, oldest first; `before` one of an id alone."""
    found = session.exec(
        select(Award)
        .where(Award.person_id == who, Award.path_key == path)
        .order_by(col(Award.valid_from), col(Award.id))
    ).all()
    standing: list[Award] = []
    for one in found:
        if before is None or (one.id or 0) < before:
            standing = [] if one.revoked_at else [*standing, one]
    return standing


def scored(session: Session, person: Person) -> list[Scored]:
    """Sessions that count as observed, oldest first: signed, settled, talked over, rated enough."""
    held = session.exec(select(CoachingSession).where(CoachingSession.coach_id == person.id)).all()
    found = [_scored(session, person, one) for one in held]
    return sorted((one for one in found if one), key=lambda one: (one.on, one.subject))


def above(session: Session, who: int) -> dict[int, int]:
    """Who leads somebody today, by the number of steps up."""
    lines = {
        one.person_id: one.manager_id
        for one in session.exec(select(ReportingLine))
        if one.ends_on is None
    }
    found: dict[int, int] = {}
    while who in lines and lines[who] not in found:
        who = lines[who]
        found[who] = len(found) + 1
    return found


def grants(session: Session, who: int, at: datetime) -> list[Grant]:
    """The roles somebody has now."""
    found = session.exec(select(Grant).where(Grant.person_id == who))
    return [
        one for one in found if one.starts_at <= at and (one.ends_at is None or one.ends_at > at)
    ]


def places(session: Session, who: int, at: datetime) -> set[int]:
    """Themself, and everybody in whose place they are."""
    others = {one.stands_in_for_id for one in grants(session, who, at)}
    return {who, *(one for one in others if one is not None)}


def _scored(session: Session, person: Person, held: CoachingSession) -> Scored | None:
    """One session; None where it does not count."""
    given = in_force(session, held)
    scoring = session.exec(
        select(BlindScoring).where(BlindScoring.coaching_session_id == held.id)
    ).first()
    is_double = scoring is not None and scoring.called_off_at is None
    if scoring is not None and is_double:
        if scoring.settled_at is None:
            return None
        two = (scoring.first_observer_id, scoring.second_observer_id)
        given = [one for one in given if one.observer_id in (*two, scoring.third_observer_id)]
    if not given or not all(is_open(session, held, one) for one in given):
        return None
    rated = [_levels(session, one) for one in given]
    levels = {
        number: Fraction(median(those) if is_double else Fraction(sum(those), len(those)))
        for number in range(1, 9)
        if (those := [one[number] for one in rated if number in one])
    }
    if len(levels) < 6:
        return None
    seen = [set(session.get_one(ObservationBody, one.id).stop_signs) for one in given]
    twice = {key for one in seen for key in one if sum(key in other for other in seen) > 1}
    signs = twice if is_double else set().union(*seen)
    total = Fraction(sum(levels.values()), len(levels))
    line = given[-1].line_of_day or []
    leaders = [_id(session, public_id) for public_id in line]
    observers = frozenset(one.observer_id for one in given)
    return Scored(
        held.public_id,
        day(held.held_at, person),
        observers=observers,
        outside=bool(observers - set(leaders)),
        others=bool(observers - set(leaders[:1])),
        levels=levels,
        total=min(total, Fraction(2)) if signs else total,
        has_stop_sign=bool(signs),
        is_double=is_double,
    )


def in_force(session: Session, held: CoachingSession) -> list[Observation]:
    """What was signed of a session for certification, each in its newest version."""
    found = [
        one
        for one in session.exec(
            select(Observation)
            .where(Observation.coaching_session_id == held.id)
            .order_by(col(Observation.signed_at), col(Observation.id))
        )
        if one.aim == "certification" and one.signed_at is not None
    ]
    corrected = {one.supersedes_id for one in found}
    return [one for one in found if one.id not in corrected]


def is_open(session: Session, held: CoachingSession, one: Observation) -> bool:
    """Whether the one observed was shown it."""
    reply = session.get(Reply, one.id)
    talks = session.exec(select(Talk).where(Talk.coaching_session_id == held.id)).all()
    return bool(reply and reply.acknowledged_at) or any(
        talk.shown_at is not None for talk in talks if talk.observer_id == one.observer_id
    )


def _levels(session: Session, one: Observation) -> Levels:
    """What one observer gave."""
    found = session.exec(select(Rating).where(Rating.observation_id == one.id))
    return {rated.dimension: Fraction(rated.level) for rated in found if rated.level is not None}


def _id(session: Session, public_id: str) -> int:
    return session.exec(select(Person.id).where(Person.public_id == public_id)).one() or 0


def met(things: Iterable[Any], since: date, until: date) -> list[Any]:
    """Those of a day from `since` to `until`, by their `on`."""
    return [one for one in things if since <= one.on <= until]
