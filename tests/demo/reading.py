"""Short ways to what the tests ask of a loaded company."""

from collections import defaultdict
from datetime import date
from fractions import Fraction

from sqlmodel import Session, col, select

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.tables import Grant, Person, ReportingLine
from coach_the_coach.observations.rating.rules import RatingDraft, WholeDraft
from coach_the_coach.observations.tables import (
    Observation,
    ObservationBody,
    Outcome,
    Rating,
    Status,
)


def people_by_id(session: Session) -> dict[int, Person]:
    """Everybody."""
    return {person.id or 0: person for person in session.exec(select(Person)).all()}


def person_named(session: Session, name: str) -> Person:
    """The one person of that name."""
    [person] = [one for one in session.exec(select(Person)).all() if one.name == name]
    return person


def in_role(session: Session, role: Role) -> list[Person]:
    """Everybody who holds the role."""
    held = select(Grant.person_id).where(Grant.role == role)
    return list(session.exec(select(Person).where(col(Person.id).in_(held))).all())


def reports_on(session: Session, manager: Person, on: date) -> set[int]:
    """Ids of those who answered to `manager` on that day."""
    lines = session.exec(select(ReportingLine).where(ReportingLine.manager_id == manager.id)).all()
    return {
        line.person_id
        for line in lines
        if line.starts_on <= on and (line.ends_on is None or on < line.ends_on)
    }


def observation_of(session: Session, public_id: str | None) -> Observation:
    """The observation of that public id."""
    return session.exec(select(Observation).where(Observation.public_id == public_id)).one()


def watched(session: Session, observed: Person) -> list[tuple[Observation, CoachingSession]]:
    """Observations of a person with their sessions, the earliest first."""
    rows = session.exec(
        select(Observation, CoachingSession)
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .where(Observation.observed_id == observed.id)
        .order_by(col(CoachingSession.held_at), col(Observation.id))
    ).all()
    return [(one, held) for one, held in rows]


def drafts(session: Session) -> dict[int, WholeDraft]:
    """Every rating as the rules see it, by observation."""
    ratings: dict[int, list[RatingDraft]] = defaultdict(list)
    for one in session.exec(select(Rating).order_by(col(Rating.dimension))).all():
        ratings[one.observation_id].append(
            RatingDraft(one.dimension, one.level, one.quote, one.moment_seconds)
        )
    return {
        body.observation_id: WholeDraft(
            ratings=tuple(ratings[body.observation_id]),
            stop_signs=tuple(body.stop_signs),
            strengths=body.strengths,
            one_thing=body.one_thing,
            agreed=body.agreed,
            watch_again_on=body.watch_again_on,
        )
        for body in session.exec(select(ObservationBody)).all()
    }


def means(session: Session, observer: Person) -> dict[int, list[Fraction]]:
    """Mean levels that an observer gave, by the one observed, the earliest first."""
    rows = session.exec(
        select(Observation.observed_id, Outcome.levels_sum, Outcome.levels_count)
        .join(Outcome, col(Outcome.observation_id) == col(Observation.id))
        .where(
            Observation.observer_id == observer.id,
            Observation.status == Status.SIGNED,
            Outcome.levels_count > 0,
        )
        .order_by(col(Observation.signed_at))
    ).all()
    found: dict[int, list[Fraction]] = defaultdict(list)
    for observed, total, count in rows:
        found[observed].append(Fraction(total, count))
    return dict(found)
