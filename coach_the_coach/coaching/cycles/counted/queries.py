"""Skills as counts: for leaders above and the specialist, who read no word of any."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import case, exists, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coach_the_coach.coaching.cycles.rows import CountsLine
from coach_the_coach.coaching.cycles.rules import CLOSED_WITHIN, REVIEW_EVERY
from coach_the_coach.coaching.queries import is_coached
from coach_the_coach.coaching.tables import Cycle
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import leads_directly, sees, visible
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import PageRow, page_row

PER_PAGE: Final = 25
"""Coaches counted on one page. Source: docs/method.md#lists."""

_report = aliased(Person)


def counts_of(
    session: Session, actor: Actor, *, at: datetime, page: int = 0
) -> tuple[list[CountsLine], PageRow]:
    """How many skills each coach in reach works on, by name, `PER_PAGE` at once; no word of any.

    Whoever has nobody reporting to them coaches nobody and is left out.
    """
    if not actor.can(Permission.COACHING_COUNT):
        return [], PageRow()
    has_reports = exists().where(
        col(Reach.ancestor_id) == col(Person.id),
        col(Reach.depth) == 1,
        col(Reach.descendant_id) == col(_report.id),
        or_(col(_report.ends_on).is_(None), col(_report.ends_on) >= at.date()),
    )
    coaches = (
        visible(Person, actor, Permission.COACHING_COUNT)
        .where(Person.id != actor.person_id, in_employment(at), has_reports)
        .order_by(col(Person.given_name), col(Person.family_name), col(Person.id))
    )
    total = session.exec(select(func.count()).select_from(coaches.order_by(None).subquery())).one()
    people = session.exec(coaches.limit(PER_PAGE).offset(PER_PAGE * max(page, 0))).all()
    ids = [one.id or 0 for one in people]
    figures, reports = _figures(session, actor, ids, at), _reported(session, actor, ids, at)
    read = leads_directly(col(Person.id), actor, Permission.COACHING_READ)
    led = set(session.exec(select(Person.id).where(col(Person.id).in_(ids), read)).all())
    lines = [
        CountsLine(
            coach=one.name,
            role=one.title,
            open=figures.get(one.id or 0, (0, 0, 0))[0],
            reviewed=figures.get(one.id or 0, (0, 0, 0))[1],
            shown=figures.get(one.id or 0, (0, 0, 0))[2],
            people=reports.get(one.id or 0, (0, 0))[0],
            without=reports.get(one.id or 0, (0, 0))[1],
            link=f"{routes.SKILLS}?of={one.public_id}" if one.id in led else "",
        )
        for one in people
    ]
    return lines, page_row(page, size=PER_PAGE, shown=len(lines), total=total)


def _figures(
    session: Session, actor: Actor, coaches: Collection[int], at: datetime
) -> dict[int, tuple[int, int, int]]:
    """By coach: open cycles, those of them reviewed of late, and those closed as shown of late."""
    today = at.date()
    is_open = col(Cycle.closed_on).is_(None)
    reviewed = (is_open) & (col(Cycle.reviewed_on) > today - REVIEW_EVERY)
    shown = col(Cycle.shown).is_(True) & (col(Cycle.closed_on) > today - CLOSED_WITHIN)
    found = session.exec(
        select(
            Cycle.coach_id,
            func.sum(case((is_open, 1), else_=0)),
            func.sum(case((reviewed, 1), else_=0)),
            func.sum(case((shown, 1), else_=0)),
        )
        .where(sees(Cycle, actor, Permission.COACHING_COUNT), col(Cycle.coach_id).in_(coaches))
        .group_by(col(Cycle.coach_id))
    ).all()
    return {coach: (int(open_), int(late), int(done)) for coach, open_, late, done in found}


def _reported(
    session: Session, actor: Actor, coaches: Collection[int], at: datetime
) -> dict[int, tuple[int, int]]:
    """By coach: how many report to them, and how many of those have no open cycle with them."""
    has_one = exists().where(
        sees(Cycle, actor, Permission.COACHING_COUNT),
        col(Cycle.coach_id) == col(Reach.ancestor_id),
        col(Cycle.coached_id) == col(Reach.descendant_id),
        col(Cycle.closed_on).is_(None),
    )
    found = session.exec(
        select(Reach.ancestor_id, func.count(), func.sum(case((has_one, 0), else_=1)))
        .join(Person, col(Person.id) == col(Reach.descendant_id))
        .where(col(Reach.ancestor_id).in_(coaches), Reach.depth == 1)
        .where(in_employment(at), is_coached(at))
        .group_by(col(Reach.ancestor_id))
    ).all()
    return {coach: (people, int(without)) for coach, people, without in found}
