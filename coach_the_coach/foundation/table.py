"""What every table shares: constraint names, its rows' names, words, and one way in for a row."""

import re
from enum import StrEnum
from typing import Any, ClassVar, Final

from sqlalchemy import Enum, Index, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, Session, SQLModel

from coach_the_coach.foundation.ids import new_id

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, so that a migration can drop it on both databases."""

SQLModel.metadata.naming_convention = NAMING


class Table(SQLModel):
    """What every stored row has: a table named by its class, and whom it concerns."""

    __reach__: ClassVar[str] = ""
    """Column that names the person a row is about; empty for a table without an audience."""

    __parts__: ClassVar[tuple[str, ...]] = ()
    """Columns that name those who take part in a row."""

    # SQLModel declares the name as a plain attribute, and lets it be a function all the same.
    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805 # pyright: ignore[reportIncompatibleVariableOverride]
        """`ReportingLine` is kept in `reporting_line`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


def public_id() -> Any:
    """Column of a row's random 128-bit name: the only id that may appear in an address."""
    return Field(default_factory=new_id, max_length=32, unique=True)


def once(name: str, column: str, *, where: str) -> Index:
    """A column that names a row once, among the rows for which `where` holds."""
    holds = text(where)
    return Index(name, column, unique=True, sqlite_where=holds, postgresql_where=holds)


def word(kind: type[StrEnum], **field: Any) -> Any:
    """Column that keeps a word of `kind` as text of up to 24: a new word needs no migration."""
    return Field(
        sa_type=Enum(
            kind,
            native_enum=False,
            create_constraint=False,
            length=24,
            values_callable=lambda words: [item.value for item in words],
        ),
        **field,
    )


def insert_into(session: Session, table: type[SQLModel]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that can say what happens to a row that is there already, on either database."""
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    return (postgresql if is_postgresql else sqlite).insert(table)
