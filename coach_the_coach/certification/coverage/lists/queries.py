"""The lists of those on a path, and not on it, each as a condition on people and enrolments."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlmodel import col, select

from coach_the_coach.certification.coverage.rules import BANDS, SOON, STUCK, Which
from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.paths.rules import Path
from coach_the_coach.certification.rules import OPEN, State
from coach_the_coach.certification.tables import Enrolment, Progress
from coach_the_coach.coaching.queries import coaches
from coach_the_coach.foundation.when import begins
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import reaches
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person


@dataclass(frozen=True)
class Day:
    """The day where the reader is, with the first instant of it."""

    on: date
    zone: str


BY_END: Final = (Which.CERTIFIED, Which.EXPIRING, Which.LAPSED)
"""Lists whose day is the end of a certificate."""


def known(actor: Actor, at: datetime) -> ColumnElement[bool]:
    """Those whose standing the actor may know, and who are here; never the actor."""
    return and_(reaches(col(Person.id), actor, Permission.CERTIFICATION_READ), in_employment(at))


def _on_the_way() -> ColumnElement[bool]:
    """The condition that somebody on a path has no certificate yet, or none any more."""
    return or_(col(Progress.state).is_(None), col(Progress.state).in_(OPEN))


def _is_due(first: int, last: int, today: Day) -> ColumnElement[bool]:
    days = (today.on + timedelta(days=first), today.on + timedelta(days=last))
    return and_(_on_the_way(), col(Enrolment.due_on).between(*days))


def conditions(today: Day) -> dict[Which, ColumnElement[bool]]:
    """The lists of those who are on a path, but for those that certificates make."""
    old = today.on - STUCK
    has_begun = and_(col(Progress.last_on).is_not(None), col(Progress.last_on) < old)
    has_not = and_(
        col(Progress.last_on).is_(None), col(Enrolment.assigned_at) < begins(old, today.zone)
    )
    is_at_work = or_(
        col(Progress.state).is_(None),
        col(Progress.state).in_((State.NOT_STARTED, State.IN_PROGRESS)),
    )
    first, second, third = BANDS
    return {
        Which.OVERDUE: and_(_on_the_way(), col(Enrolment.due_on) < today.on),
        Which.STUCK: and_(is_at_work, or_(has_begun, has_not)),
        Which.DUE_30: _is_due(0, first, today),
        Which.DUE_60: _is_due(first + 1, second, today),
        Which.DUE_90: _is_due(second + 1, third, today),
        Which.COMPLETE: col(Progress.state) == State.COMPLETE,
        Which.REVIEW: col(Progress.state) == State.REVIEW,
        Which.LAPSED: col(Progress.state) == State.LAPSED,
    }


def stands(today: Day) -> ColumnElement[bool]:
    """The condition that a certificate is in force."""
    return and_(
        col(Award.revoked_at).is_(None),
        col(Award.suspended_at).is_(None),
        col(Award.valid_from) <= today.on,
        or_(col(Award.valid_until).is_(None), col(Award.valid_until) >= today.on),
    )


def until_of(path_key: str) -> Any:
    """The last day of somebody's certificate of a path; nothing for none, or one without an end."""
    return (
        select(func.max(Award.valid_until))
        .where(
            Award.person_id == Person.id,
            Award.path_key == path_key,
            col(Award.revoked_at).is_(None),
        )
        .correlate(Person)
        .scalar_subquery()
    )


def _holds(path: Path, today: Day) -> ColumnElement[bool]:
    return exists().where(
        col(Award.person_id) == col(Person.id), col(Award.path_key) == path.key, stands(today)
    )


def _is_expiring(path: Path, today: Day) -> ColumnElement[bool]:
    """The condition that a certificate ends soon, or has ended and can still be renewed."""
    endless = exists().where(
        col(Award.person_id) == col(Person.id),
        col(Award.path_key) == path.key,
        stands(today),
        col(Award.valid_until).is_(None),
    )
    ends_soon = and_(_holds(path, today), ~endless, until_of(path.key) <= today.on + SOON)
    return or_(ends_soon, col(Progress.state) == State.GRACE)


def is_on_list(path: Path, which: Which, today: Day, at: datetime) -> ColumnElement[bool]:
    """The condition that a person, joined with their enrolment and progress, is on a list."""
    if which is Which.EXPIRING:
        return _is_expiring(path, today)
    counts = col(Person.id).is_not(None) if path.is_licence else coaches(at)
    if which is Which.CERTIFIED:
        return and_(_holds(path, today), counts)
    if which is Which.NOT_ON:
        return and_(col(Enrolment.id).is_(None), coaches(at), ~_holds(path, today))
    return and_(col(Enrolment.id).is_not(None), conditions(today)[which])


def stands_on_path(today: Day) -> ColumnElement[bool]:
    """The condition that somebody on a path holds its certificate."""
    return exists().where(
        col(Award.person_id) == col(Enrolment.person_id),
        col(Award.path_key) == col(Enrolment.path_key),
        stands(today),
    )
