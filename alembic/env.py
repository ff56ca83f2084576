"""Runs the migrations on the engine it is given, or on the store's."""

from alembic import context
from sqlalchemy import Engine

from coach_the_coach import schema
from coach_the_coach.foundation import store


def run() -> None:
    """Run what was asked for, in one transaction."""
    engine: Engine = context.config.attributes.get("engine") or store.engine()
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=schema.metadata,
            compare_type=True,
            render_as_batch=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
