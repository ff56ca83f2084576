"""A month's kinds of talk of those in reach who coach, from what the actor may read."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, false, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, or_, select

from coach_the_coach.coaching.queries import coaches
from coach_the_coach.coaching.rules import Kind, KindTarget
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.coaching.targets.queries import targets_of
from coach_the_coach.foundation.when import begins, local_day, month_before
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import sees
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.scope import is_current, readable
from coach_the_coach.observations.tables import Observation, Outcome, Status
from coach_the_coach.people.kinds.rows import PersonKinds
from coach_the_coach.people.person.mix import rules
from coach_the_coach.people.person.mix.queries import (
    answered,
    has_answers,
    kind_lines,
    month_words,
)
from coach_the_coach.shell import routes

PAGE: Final = 25
"""People shown at once. Source: docs/method.md#lists."""

_observed = aliased(Person)


def month_of_people(
    session: Session, actor: Actor, *, back: int, page: int, at: datetime
) -> tuple[list[PersonKinds], str, int]:
    """Those in reach with answers in the month `back` months ago, by name, `PAGE` from `page`.

    With it the month in words and how many there are in all; in five statements. Their month is
    that of their own time zone. They stand by name: it is no ranking of people.
    """
    month = _month(actor, back, at)
    scope = and_(
        sees(Person, actor, Permission.PERSON_SEE),
        col(Person.id) != actor.person_id,
        coaches(at),
        in_employment(at),
    )
    zones = session.exec(select(Person.time_zone).where(scope).distinct()).all()
    read = _read(actor, month, zones)
    whole = and_(
        scope,
        col(Person.id).in_(
            select(Observation.observed_id)
            .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
            .join(Outcome, col(Outcome.observation_id) == col(Observation.id))
            .join(_observed, col(_observed.id) == col(Observation.observed_id))
            .where(read)
        ),
    )
    total = session.exec(select(func.count()).select_from(Person).where(whole)).one()
    people = session.exec(
        select(Person)
        .where(whole)
        .order_by(col(Person.given_name), col(Person.family_name), col(Person.id))
        .offset(page * PAGE)
        .limit(PAGE)
    ).all()
    found = session.exec(
        select(Observation.observed_id, CoachingSession.id, Outcome.kinds)
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .join(Outcome, col(Outcome.observation_id) == col(Observation.id))
        .join(_observed, col(_observed.id) == col(Observation.observed_id))
        .where(read, col(Observation.observed_id).in_([person.id for person in people]))
        .order_by(col(Observation.id))
    ).all()
    given: dict[int, list[rules.Answered]] = {}
    for who, session_id, kinds in found:
        given.setdefault(who, []).append(answered(session_id, kinds))
    targets = targets_of(session, actor)
    lines = [_line(person, given[person.id or 0], targets) for person in people]
    return lines, month_words(month, _month(actor, 0, at)), total


def _month(actor: Actor, back: int, at: datetime) -> date:
    """The first day of the month `back` months ago, as it is where the reader is."""
    return month_before(local_day(at, actor.time_zone), min(max(back, 0), rules.MONTHS - 1))


def _read(actor: Actor, month: date, zones: Sequence[str]) -> ColumnElement[bool]:
    """The condition on what counts of a month: signed, readable, answered, in their own month."""
    after = month_before(month, -1)
    spans: dict[tuple[datetime, datetime], list[str]] = {}
    for zone in zones:
        spans.setdefault((begins(month, zone), begins(after, zone)), []).append(zone)
    in_month = (
        and_(
            col(_observed.time_zone).in_(those),
            CoachingSession.held_at >= first,
            CoachingSession.held_at < last,
        )
        for (first, last), those in spans.items()
    )
    return and_(
        Observation.status == Status.SIGNED,
        readable(actor),
        is_current(),
        has_answers(),
        or_(false(), *in_month),
    )


def _line(
    person: Person, given: Sequence[rules.Answered], targets: Mapping[Kind, KindTarget]
) -> PersonKinds:
    """One person with their month."""
    mix = rules.mix_of(given, targets)
    return PersonKinds(
        public_id=person.public_id,
        link=routes.person(person.public_id),
        name=person.name,
        title=person.title,
        basis=rules.basis_words(mix),
        sentence=rules.mix_words(mix),
        kinds=kind_lines(mix),
    )
