"""Who can be put on a path, and what would be done for those who are named."""

from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, func
from sqlmodel import Session, col, select

from coach_the_coach.certification.able.queries import can_finish
from coach_the_coach.certification.able.rows import AbleRow
from coach_the_coach.certification.able.rules import MOST
from coach_the_coach.certification.assigning.rows import (
    ChoiceLine,
    ChoiceRow,
    GroupRow,
    PreviewRow,
)
from coach_the_coach.certification.assigning.rules import (
    Group,
    Kind,
    Whom,
    default_due,
    group_word,
    left_out_words,
    problems_in_whom,
)
from coach_the_coach.certification.assigning.whom.queries import (
    assignable,
    group_of,
    left_out,
    named,
    team_head,
    was_on,
)
from coach_the_coach.certification.paths.rules import Path, stored_path
from coach_the_coach.certification.queries import newest_version
from coach_the_coach.coaching.queries import coaches
from coach_the_coach.foundation.when import day, local_day
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import Actor, Permission, role_word
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.queries import named_like
from coach_the_coach.shell.rows import page_row

PAGE: Final = 25
"""People shown at once. Source: docs/method.md#lists."""

_MARKS: Final = {Group.WILL: "plain", Group.ON: "done", Group.OUT: "waiting"}


def people_to_assign(
    session: Session, actor: Actor, *, path_key: str, search: str, page: int, at: datetime
) -> ChoiceRow:
    """One page of those the actor may put on a path, whom it is for first; three statements.

    Raises NotPermitted, NotFound for no path.
    """
    actor.require(Permission.PATH_ASSIGN)
    path = stored_path(newest_version(session, path_key).content)
    return _page(session, path, and_(assignable(actor, at), named_like(search)), page, at)


def team_heads(
    session: Session, actor: Actor, *, search: str, page: int, at: datetime
) -> ChoiceRow:
    """One page of those who coach and whose team the actor may put on a path; the actor first."""
    actor.require(Permission.PATH_ASSIGN)
    scope = and_(assignable(actor, at), coaches(at), named_like(search))
    total = session.exec(select(func.count()).select_from(Person).where(scope)).one()
    found = session.exec(
        select(Person).where(scope).order_by(*_by_name()).offset(page * PAGE).limit(PAGE)
    ).all()
    lines = [ChoiceLine(one.public_id, one.name, one.title) for one in found]
    if page == 0 and not search.strip() and None not in actor.roots(Permission.PATH_ASSIGN):
        lines.insert(0, ChoiceLine(actor.public_id, _("My whole team"), actor.name))
    return ChoiceRow(lines, page_row(page, size=PAGE, shown=len(found), total=total))


def preview(
    session: Session,
    actor: Actor,
    *,
    path_key: str,
    whom: Whom,
    due_on: date | None,
    group: Group,
    page: int,
    at: datetime,
) -> PreviewRow:
    """What would be done for those who are named: counts, and one page of one group.

    Five statements at most; nothing where nobody is named yet. Raises as `people_to_assign`.
    """
    actor.require(Permission.PATH_ASSIGN)
    if problems_in_whom(whom):
        return PreviewRow()
    path = stored_path(newest_version(session, path_key).content)
    scope = named(session, actor, whom, at)
    which = group_of(path, at)
    counts = dict(session.exec(select(which, func.count()).where(scope).group_by(which)).all())
    shown = _page(session, path, and_(scope, which == str(group)), page, at)
    today = local_day(at, actor.time_zone)
    due = due_on or default_due(path, today)
    return PreviewRow(
        whom=_whom_words(session, actor, whom, at),
        will=counts.get(str(Group.WILL), 0),
        groups=[_group_row(path, one, counts.get(str(one), 0)) for one in Group],
        group=str(group),
        lines=shown.lines,
        paging=shown.paging,
        due_on=due.isoformat(),
        due_words=day(due, today).exact,
    )


def could_finish(
    session: Session, actor: Actor, *, path_key: str, whom: Whom, at: datetime
) -> AbleRow:
    """Whether those who would be put on a path could finish it; of the first of very many."""
    actor.require(Permission.PATH_ASSIGN)
    if problems_in_whom(whom):
        return AbleRow()
    path = stored_path(newest_version(session, path_key).content)
    people = session.exec(
        select(Person.id)
        .where(named(session, actor, whom, at), group_of(path, at) == str(Group.WILL))
        .order_by(col(Person.id))
        .limit(MOST)
    ).all()
    return can_finish(session, path, [who or 0 for who in people], at=at)


def chosen_people(
    session: Session, actor: Actor, *, chosen: list[str], at: datetime
) -> list[ChoiceLine]:
    """Those of these whom the actor may put on a path, by name."""
    actor.require(Permission.PATH_ASSIGN)
    found = session.exec(
        select(Person)
        .where(col(Person.public_id).in_(chosen), assignable(actor, at))
        .order_by(*_by_name())
    ).all()
    return [ChoiceLine(one.public_id, one.name, one.title) for one in found]


def _page(
    session: Session, path: Path, scope: ColumnElement[bool], page: int, at: datetime
) -> ChoiceRow:
    """One page of these people, each with what would become of them."""
    total = session.exec(select(func.count()).select_from(Person).where(scope)).one()
    found = session.exec(
        select(Person, group_of(path, at), was_on(path))
        .where(scope)
        .order_by(left_out(path, at), *_by_name())
        .offset(page * PAGE)
        .limit(PAGE)
    ).all()
    lines = [_line(path, person, Group(group), again=bool(again)) for person, group, again in found]
    return ChoiceRow(lines, page_row(page, size=PAGE, shown=len(found), total=total))


def _line(path: Path, person: Person, group: Group, *, again: bool) -> ChoiceLine:
    notes = {
        Group.WILL: _("Was on it before") if again else "",
        Group.ON: group_word(Group.ON),
        Group.OUT: left_out_words(path),
    }
    return ChoiceLine(person.public_id, person.name, person.title, notes[group], _MARKS[group])


def _group_row(path: Path, group: Group, count: int) -> GroupRow:
    people = _n("{n} person", "{n} people", count).format(n=count)
    words = f"{people}: {left_out_words(path)}" if group is Group.OUT and count else people
    return GroupRow(str(group), group_word(group), count, words)


def _whom_words(session: Session, actor: Actor, whom: Whom, at: datetime) -> str:
    """Those who are named, in words."""
    if whom.kind is Kind.TEAM:
        head = team_head(session, actor, whom.team, at)
        return _("Everybody below {name}").format(name=head.name)
    if whom.kind is Kind.ROLE:
        return _("Everybody in your reach with the role {role}").format(role=role_word(whom.role))
    return _n("{n} chosen", "{n} chosen", len(whom.people)).format(n=len(whom.people))


def _by_name() -> tuple:
    return (col(Person.given_name), col(Person.family_name), col(Person.id))
