"""What every table shares: constraint names, long texts, and how a day or an instant is kept."""

from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Enum
from sqlmodel import Field, SQLModel

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


def public_id() -> Any:
    """Column of a row's random 128-bit name: the only id that may appear in an address."""
    return Field(default_factory=new_id, max_length=32, unique=True)


def word(kind: type[StrEnum], **field: Any) -> Any:
    """Column that keeps a word of `kind` as plain text of up to 24 characters: a new word needs no migration."""
    return Field(
        sa_type=Enum(  # type: ignore[call-overload]
            kind,
            native_enum=False,
            create_constraint=False,
            length=24,
            values_callable=lambda words: [item.value for item in words],
        ),
        **field,
    )
