"""The filter: what a person may see, said once and in SQL.

Visible is taking part, or reach with the permission. A table says in `__reach__` which column
names the person a row is about, and in `__parts__` which columns name those who take part in it.
"""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, false, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.foundation.table import Table
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.tables import Person, Reach

Row = TypeVar("Row", bound=Table)


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


def reaches(about: Any, actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """Whether the column `about` names somebody whom a grant with `permission` covers.

    The actor is not in their own reach: nobody answers for themself.
    """
    roots = actor.roots(permission)
    if not roots:
        return false()
    if None in roots:
        return about != actor.person_id
    below = select(Reach.descendant_id).where(
        col(Reach.ancestor_id).in_(roots), Reach.descendant_id != actor.person_id
    )
    return about.in_(below)


def leads_directly(about: Any, actor: Actor) -> ColumnElement[bool]:
    """Whether the column `about` names somebody who reports to the actor today."""
    return about.in_(
        select(Reach.descendant_id).where(Reach.ancestor_id == actor.person_id, Reach.depth == 1)
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
