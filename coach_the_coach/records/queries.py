"""Whose records somebody at the command line asks for, and a step of an erasure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, SQLModel, and_, col, or_, select

from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.tables import Person


@dataclass(frozen=True)
class Step:
    """Rows of one table that an erasure deletes, or whose words it empties."""

    table: type[SQLModel]
    where: ColumnElement[bool]
    empties: dict[str, Any] = field(default_factory=dict)
    """Column to what it then holds; nothing to delete the rows."""


def emptied(table: type[SQLModel], where: ColumnElement[bool], words: Sequence[str]) -> Step:
    """The step that empties these columns of the rows that still say something in one of them."""
    left = or_(*(getattr(table, word) != "" for word in words))
    return Step(table, and_(where, left), dict.fromkeys(words, ""))


def person_called(session: Session, called: str) -> Person:
    """The person of this e-mail address, employee id or public id. Raises NotFound."""
    asked = called.strip()
    found = session.exec(
        select(Person).where(
            or_(
                col(Person.email) == asked.lower(),
                col(Person.employee_id) == asked,
                col(Person.public_id) == asked.lower(),
            )
        )
    ).all()
    if len(found) != 1:
        raise NotFound(
            _("There is nobody with this e-mail address, employee id or id.")
            if not found
            else _("More than one person is called that. Say the e-mail address.")
        )
    return found[0]
