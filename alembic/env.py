"""Runs the migrations on the engine it is given, or on the store's."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, Engine, event
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from coach_the_coach import schema
from coach_the_coach.foundation import store


def plain(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """SQLModel's own types as what they stand for, so that a migration keeps its meaning."""
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def as_program(connection: Connection) -> None:
    """See every row, where PostgreSQL guards them from the owner of the tables too."""
    connection.exec_driver_sql("SET LOCAL app.viewer = 'program'")


def run() -> None:
    """Run what was asked for, in one transaction."""
    engine: Engine = context.config.attributes.get("engine") or store.engine()
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            event.listen(connection, "begin", as_program)
        context.configure(
            connection=connection,
            target_metadata=schema.metadata,
            compare_type=True,
            render_as_batch=True,
            render_item=plain,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
