"""Who coaches which rep, who is without a coach, and who was left out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coach_the_coach.cadence.coverage.rows import (
    RepCoach,
    RepCoaches,
    RepMinutes,
    RepsMinutes,
)
from coach_the_coach.cadence.coverage.rules import PAGE, kind_word, why_without
from coach_the_coach.cadence.policy.mine.rules import LEAST, bar, minutes_words, since
from coach_the_coach.cadence.rules import CoachKind
from coach_the_coach.cadence.tables import CoachOfRecord
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.queries import coaches, is_coached
from coach_the_coach.foundation.errors import NotPermitted
from coach_the_coach.foundation.when import local_day
from coach_the_coach.identity.access import COACHING_ROLES, Actor, Permission, Role
from coach_the_coach.identity.scope import is_held, reaches, sees
from coach_the_coach.identity.sign_in import has_left, in_employment
from coach_the_coach.identity.tables import Grant, Person, Reach
from coach_the_coach.observations.queries import named_like
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import page_row

_manager, _coach = aliased(Person), aliased(Person)


@dataclass(frozen=True)
class OwnCoach:
    """Who coaches the actor; `person_id` is None for somebody from outside."""

    person_id: int | None
    name: str
    time_zone: str = "UTC"


def own_coach(session: Session, actor: Actor, *, at: datetime) -> OwnCoach | None:
    """Who coaches the actor: by the record, or else their manager; None where nobody does.

    Nobody does who neither sells nor coaches, whomever they report to.
    """
    today = local_day(at, actor.time_zone)
    own = _with_coach(today, at).where(col(Person.id) == actor.person_id, is_coached(at))
    found = session.exec(own).first()
    if found is None:
        return None
    _person, record, coach, manager, manager_coaches, holds = found
    if holds and record is not None and coach is None:
        return OwnCoach(None, record.outside)
    one = coach if holds else manager if manager_coaches else None
    return OwnCoach(one.id, one.name, one.time_zone) if one else None


def reps(
    session: Session, actor: Actor, *, search: str, without: bool, page: int, at: datetime
) -> RepCoaches:
    """Reps in reach by name with who coaches them; `without` leaves those whom nobody coaches.

    `PAGE` from `page`, in two statements. Raises NotPermitted for whoever has nobody in reach.
    """
    condition = and_(_in_reach(actor), is_rep(at), named_like(search))
    whole = _with_coach(local_day(at, actor.time_zone), at).where(condition)
    if without:
        whole = whole.where(~_is_coached(at))
    only_ids = whole.with_only_columns(col(Person.id)).subquery()
    total = session.exec(select(func.count()).select_from(only_ids)).one()
    may_say = reaches(col(Person.id), actor, Permission.COACHING_HOLD)
    found = session.exec(
        whole.add_columns(may_say)
        .order_by(col(Person.given_name), col(Person.family_name), col(Person.id))
        .offset(page * PAGE)
        .limit(PAGE)
    ).all()
    lines = [_coach_line(one, at) for one in found]
    return RepCoaches(lines, page_row(page, size=PAGE, shown=len(lines), total=total))


def minutes_of_reps(
    session: Session, actor: Actor, *, without: bool, page: int, at: datetime
) -> RepsMinutes:
    """Minutes of the last 30 days with each rep in reach, by whom they report to and by name.

    Of sessions in the log of a quarter of an hour and more, as far as the actor may count them;
    those whom somebody else coaches by the record are left away. `without` leaves those who had
    none. `PAGE` from `page`, in two statements. Raises NotPermitted as `reps`.
    """
    today = local_day(at, actor.time_zone)
    spent = _spent(actor, today)
    whole = (
        select(Person, col(_manager.given_name), col(_manager.family_name), spent)
        .join(Reach, _reports(), isouter=True)
        .join(_manager, col(_manager.id) == col(Reach.ancestor_id), isouter=True)
        .where(_in_reach(actor), is_rep(at), ~exists().where(_holds_on(today)))
    )
    if without:
        whole = whole.where(spent == 0)
    only_ids = whole.with_only_columns(col(Person.id)).subquery()
    total = session.exec(select(func.count()).select_from(only_ids)).one()
    found = session.exec(
        whole.order_by(
            col(_manager.given_name),
            col(_manager.family_name),
            col(_manager.id),
            col(Person.given_name),
            col(Person.family_name),
            col(Person.id),
        )
        .offset(page * PAGE)
        .limit(PAGE)
    ).all()
    most = max((int(minutes) for *_one, minutes in found), default=0)
    lines = [
        RepMinutes(
            name=person.name,
            manager=f"{given or ''} {family or ''}".strip(),
            share=bar(int(minutes), most),
            spent=minutes_words(int(minutes)),
            is_left_out=not minutes,
        )
        for person, given, family, minutes in found
    ]
    return RepsMinutes(lines, page_row(page, size=PAGE, shown=len(lines), total=total))


def days_of_record(
    record: CoachOfRecord, left_on: date | None, grant: Grant | None
) -> tuple[date, date | None] | None:
    """The first day and the first after on which a record holds, as `own_coach` says it of one.

    By the last day of whom it names and one of the grants of `lets_coach`; None where it never
    does. A day on which a role begins or ends is that of UTC.
    """
    if record.coach_id is not None and grant is None:
        return None
    starts, ends = [record.starts_on], [record.ends_on]
    if grant is not None:
        starts.append(local_day(grant.starts_at, "UTC"))
        ends.append(grant.ends_at and local_day(grant.ends_at, "UTC"))
    ends.append(left_on and left_on + timedelta(days=1))
    first, after = max(starts), min((day for day in ends if day), default=None)
    return (first, after) if after is None or first < after else None


def can_be_chosen(actor: Actor, kind: CoachKind, at: datetime) -> ColumnElement[bool]:
    """The condition that the actor may name a person as the coach of a rep.

    Of those who coach whoever the actor sees, and every specialist; nobody from outside.
    """
    if kind is CoachKind.MANAGER:
        who = and_(coaches(at), sees(Person, actor, Permission.PERSON_SEE))
    elif kind is CoachKind.ENABLEMENT:
        who = exists().where(
            col(Grant.person_id) == col(Person.id),
            col(Grant.role) == Role.SPECIALIST,
            is_held(at, at.date()),
        )
    else:
        who = false()
    return and_(in_employment(at), who)


def is_rep(at: datetime) -> ColumnElement[bool]:
    """The condition that a person is here, sells, and does not coach others."""
    holds_it = exists().where(
        col(Grant.person_id) == col(Person.id),
        col(Grant.role) == Role.REP,
        is_held(at, at.date()),
    )
    return and_(in_employment(at), holds_it, ~coaches(at))


def _in_reach(actor: Actor) -> ColumnElement[bool]:
    """Those whose coaching the actor counts or does. Raises NotPermitted where that is nobody."""
    if not (actor.can(Permission.COACHING_COUNT) or actor.can(Permission.COACHING_HOLD)):
        raise NotPermitted
    return or_(
        reaches(col(Person.id), actor, Permission.COACHING_COUNT),
        reaches(col(Person.id), actor, Permission.COACHING_HOLD),
    )


def _reports() -> ColumnElement[bool]:
    return and_(col(Reach.descendant_id) == col(Person.id), col(Reach.depth) == 1)


def _holds_on(day: date) -> ColumnElement[bool]:
    """The condition on the record of a person that is in force on a day."""
    return and_(
        col(CoachOfRecord.rep_id) == col(Person.id),
        col(CoachOfRecord.starts_on) <= day,
        or_(col(CoachOfRecord.ends_on).is_(None), col(CoachOfRecord.ends_on) > day),
    )


def _manager_coaches(at: datetime) -> ColumnElement[bool]:
    """The condition that the one reported to is here and coaches in their own right."""
    held = exists().where(
        col(Grant.person_id) == col(_manager.id),
        col(Grant.role).in_(COACHING_ROLES),
        col(Grant.stands_in_for_id).is_(None),
        or_(col(Grant.root_id).is_(None), col(Grant.root_id) == col(_manager.id)),
        is_held(at, at.date()),
    )
    return and_(col(_manager.id).is_not(None), _is_here(_manager, at), held)


def lets_coach(coach: Any) -> ColumnElement[bool]:
    """The condition that a grant is one by which whom the record names may coach in that way."""
    roles = case(
        (col(CoachOfRecord.kind) == CoachKind.MANAGER, col(Grant.role).in_(COACHING_ROLES)),
        else_=col(Grant.role) == Role.SPECIALIST,
    )
    return and_(col(Grant.person_id) == col(coach.id), roles, col(Grant.stands_in_for_id).is_(None))


def _record_holds(at: datetime) -> ColumnElement[bool]:
    """The condition that the record names somebody from outside, or who is here and still may."""
    may = exists().where(lets_coach(_coach), is_held(at, at.date()))
    is_somebody = or_(col(CoachOfRecord.coach_id).is_(None), and_(_is_here(_coach, at), may))
    return and_(col(CoachOfRecord.id).is_not(None), is_somebody)


def _is_coached(at: datetime) -> ColumnElement[bool]:
    return or_(_record_holds(at), _manager_coaches(at))


def _is_here(person: Any, at: datetime) -> ColumnElement[bool]:
    return or_(col(person.ends_on).is_(None), col(person.ends_on) >= at.date())


def _with_coach(today: date, at: datetime) -> Any:
    """People with the record in force, whom it names, and to whom they report; one row each."""
    asked: Any = (
        Person,
        CoachOfRecord,
        _coach,
        _manager,
        _manager_coaches(at).label("manager_coaches"),
        _record_holds(at).label("record_holds"),
    )
    return (
        select(*asked)
        .join(CoachOfRecord, _holds_on(today), isouter=True)
        .join(_coach, col(_coach.id) == col(CoachOfRecord.coach_id), isouter=True)
        .join(Reach, _reports(), isouter=True)
        .join(_manager, col(_manager.id) == col(Reach.ancestor_id), isouter=True)
    )


def _spent(actor: Actor, today: date) -> Any:
    """Minutes with a person in the last 30 days, of what the actor may count."""
    return (
        select(func.coalesce(func.sum(LogEntry.minutes), 0))
        .where(
            col(LogEntry.coached_id) == col(Person.id),
            sees(LogEntry, actor, Permission.COACHING_COUNT),
            col(LogEntry.withdrawn_at).is_(None),
            LogEntry.minutes >= LEAST,
            LogEntry.held_on >= since(today),
            LogEntry.held_on <= today,
        )
        .correlate(Person)
        .scalar_subquery()
    )


def _coach_line(found: Any, at: datetime) -> RepCoach:
    person, record, coach, manager, manager_coaches, holds, may_say = found
    by_manager = not holds and manager_coaches
    name = record.outside if holds and coach is None else ""
    one = coach if holds else manager if by_manager else None
    note = ""
    if not holds and not by_manager:
        note = why_without(
            manager=manager.name if manager else "",
            has_left=bool(manager and has_left(manager, at)),
            coach=coach.name if coach else "",
            coach_left=bool(coach and has_left(coach, at)),
        )
    kind = record.kind if holds else CoachKind.MANAGER if by_manager else None
    return RepCoach(
        public_id=person.public_id,
        name=person.name,
        team=person.team,
        coach=one.name if one else name,
        kind=kind_word(kind) if kind else "",
        note=note,
        link=routes.coverage(person.public_id) if may_say else "",
    )
