"""Rows put aside table by table and written many at a time."""

from collections import defaultdict
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, select

from coach_the_coach.identity.actions import BATCH


class Shelf:
    """Rows that wait to be written; a table's rows keep their order."""

    def __init__(self) -> None:
        self._rows: dict[type[SQLModel], list[dict[str, Any]]] = defaultdict(list)

    def add(self, table: type[SQLModel], **values: Any) -> None:
        """Put one row aside; the rows of one table name the same columns."""
        self._rows[table].append(values)

    def rows(self, table: type[SQLModel]) -> list[dict[str, Any]]:
        """The rows of a table that wait."""
        return self._rows[table]

    def write(self, session: Session, *tables: type[SQLModel]) -> None:
        """Write the waiting rows of these tables, in this order."""
        for table in tables:
            rows = self._rows.pop(table, [])
            for start in range(0, len(rows), BATCH):
                session.exec(insert(table), params=rows[start : start + BATCH])


def ids_of(session: Session, table: Any) -> dict[str, int]:
    """The integer keys of a table by public id."""
    return dict(session.exec(select(table.public_id, table.id)).all())
