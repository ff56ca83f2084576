"""The filter: what a person may see, said once and in SQL; and which grants say so.

Visible is taking part, or reach with the permission. A table says in `__reach__` which column
names the person a row is about, and in `__parts__` which columns name those who take part in it.
"""

from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, and_, exists, false, inspect, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.foundation.table import Table
from coach_the_coach.identity.access import COACHED_ROLES, Actor, Permission, Role
from coach_the_coach.identity.tables import Grant, Person, Reach, ReportingLine

Row = TypeVar("Row", bound=Table)

FEW: Final = 500
"""Most people whose rows are gone through one by one. Source: docs/method.md#speed."""

_stood_on, _absent = aliased(Grant), aliased(Person)


def was_coached() -> ColumnElement[bool]:
    """The condition that a line is of somebody who sold or coached while it lasted, or later.

    Nobody is due with an administrator or a specialist, see `coaching.queries.is_coached`.
    """
    return exists().where(
        col(Grant.person_id) == col(ReportingLine.person_id),
        col(Grant.role).in_(COACHED_ROLES),
        col(Grant.stands_in_for_id).is_(None),
        or_(col(Grant.ends_at).is_(None), col(Grant.ends_at) > col(ReportingLine.starts_on)),
    )


def is_held(at: Any, day: Any) -> ColumnElement[bool]:
    """The condition that a grant counts at `at`, on the `day` that it is then in UTC.

    That of a stand-in counts as long as the one whose place they take holds the same role over the
    same people, in their own right, and has not left.
    """
    stood_on = exists().where(
        col(_stood_on.person_id) == col(Grant.stands_in_for_id),
        col(_stood_on.role) == col(Grant.role),
        col(_stood_on.root_id).is_not_distinct_from(col(Grant.root_id)),
        col(_stood_on.stands_in_for_id).is_(None),
        _lasts(_stood_on, at),
        col(_absent.id) == col(_stood_on.person_id),
        or_(col(_absent.ends_on).is_(None), col(_absent.ends_on) >= day),
    )
    return and_(_lasts(Grant, at), or_(col(Grant.stands_in_for_id).is_(None), stood_on))


def _lasts(grant: type[Grant], at: Any) -> ColumnElement[bool]:
    """The condition that a grant has begun and not ended."""
    not_over = or_(col(grant.ends_at).is_(None), col(grant.ends_at) > at)
    return and_(col(grant.starts_at) <= at, not_over)


def is_guests(at: Any) -> ColumnElement[bool]:
    """The condition that a grant makes somebody a guest, now or from a day to come."""
    not_over = or_(col(Grant.ends_at).is_(None), col(Grant.ends_at) > at)
    return and_(col(Grant.role) == Role.GUEST, not_over)


def visible(
    table: type[Row], actor: Actor, permission: Permission | None = None
) -> SelectOfScalar[Row]:
    """Rows of `table` in which the actor takes part, or which are about somebody in reach.

    Without a permission, only those in which the actor takes part.
    """
    return select(table).where(sees(table, actor, permission))


def sees(table: type[Table], actor: Actor, permission: Permission | None) -> ColumnElement[bool]:
    """The condition of `visible`, for a statement that joins several tables."""
    takes_part = [getattr(table, part) == actor.person_id for part in table.__parts__]
    if permission is None:
        return or_(false(), *takes_part)
    about = getattr(table, table.__reach__)
    return or_(reaches(about, actor, permission), *takes_part)


def newest(
    session: Session,
    table: type[Row],
    actor: Actor,
    permission: Permission,
    *conditions: ColumnElement[bool],
    by: Any,
    limit: int,
    few: int = FEW,
) -> list[Row]:
    """The rows of `visible` under these conditions that are newest by the column `by`.

    Of few people each one's are gone through; of many, back in time until enough are found: either
    way would take ever longer for the other. `by` and the table's `__reach__` are indexed. Rows
    without a time are none; of the same time the later id is the newer. In two statements at most.
    """
    about = getattr(table, table.__reach__)
    covered, below = _covered(about, actor, permission)
    people = None if covered else [] if below is None else session.exec(below.limit(few + 1)).all()
    if people is not None and len(people) <= few:
        covered = [about.in_(people)]
    elif below is not None:
        covered.append(exists(below.where(Reach.descendant_id == about)))
    takes_part = [getattr(table, part) == actor.person_id for part in table.__parts__]
    scope = or_(false(), *covered, *takes_part)
    found = select(table).where(scope, by.is_not(None), *conditions)
    keys = (key.desc() for key in inspect(table).primary_key)
    return list(session.exec(found.order_by(by.desc(), *keys).limit(limit)).all())


def reaches(about: Any, actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """Whether the column `about` names somebody whom a grant with `permission` covers.

    A grant covers those under its root and not the root. The actor is not in their own reach:
    nobody answers for themself. Nor is, for a stand-in, the one whose place they take.
    """
    covered, below = _covered(about, actor, permission)
    if below is not None:
        covered.append(about.in_(below))
    return or_(false(), *covered)


def _covered(
    about: Any, actor: Actor, permission: Permission
) -> tuple[list[ColumnElement[bool]], SelectOfScalar[int] | None]:
    """What covers `about` in one look, and whoever is below somebody; None for nobody."""
    places = _roots_by_place(actor, permission)
    if None in places.get(None, ()):
        return [about != actor.person_id], None
    covered: list[ColumnElement[bool]] = []
    below: list[ColumnElement[bool]] = []
    for absent, roots in places.items():
        if None in roots:
            covered.append(and_(about != actor.person_id, about != absent))
        else:
            not_them = col(Reach.descendant_id) != (absent or actor.person_id)
            below.append(and_(col(Reach.ancestor_id).in_(roots), not_them))
    if not below:
        return covered, None
    everybody_below = select(Reach.descendant_id).where(
        or_(*below),
        # As good as a depth above 0, and in the index.
        Reach.descendant_id != Reach.ancestor_id,
        Reach.descendant_id != actor.person_id,
    )
    return covered, everybody_below


def _roots_by_place(actor: Actor, permission: Permission) -> dict[int | None, set[int | None]]:
    """Whose subtrees the permission covers, by whose place is taken; None is one's own."""
    roots: dict[int | None, set[int | None]] = {}
    for grant in actor.covering(permission):
        roots.setdefault(grant.stands_in_for_id, set()).add(grant.root_id)
    return roots


def leads_directly(
    about: Any, actor: Actor, permission: Permission = Permission.OBSERVATION_DECIDE
) -> ColumnElement[bool]:
    """Whether the column `about` names somebody whom the actor leads without anybody between.

    They report today to the actor, or to the one whose place the actor takes for a time, and the
    role over those people bears the permission. The actor themself is never among them.
    """
    leaders = {
        place
        for grant in actor.covering(permission)
        if grant.root_id in (None, place := grant.stands_in_for_id or actor.person_id)
    }
    if not leaders:
        return false()
    return about.in_(
        select(Reach.descendant_id).where(
            col(Reach.ancestor_id).in_(leaders),
            Reach.depth == 1,
            Reach.descendant_id != actor.person_id,
        )
    )


def visible_person(
    session: Session, actor: Actor, public_id: str, permission: Permission = Permission.PERSON_SEE
) -> Person:
    """The person of that id, for whom the actor has the permission.

    Raises NotFound for one the actor cannot see, NotPermitted for one they may not do it to.
    """
    person = session.exec(
        visible(Person, actor, Permission.PERSON_SEE).where(Person.public_id == public_id)
    ).first()
    if person is None:
        raise NotFound
    if permission is Permission.PERSON_SEE:
        return person
    allowed = session.exec(
        select(Person.id).where(Person.id == person.id, reaches(col(Person.id), actor, permission))
    ).first()
    if allowed is None:
        raise NotPermitted
    return person
