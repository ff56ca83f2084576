"""Migrations: every step there and back, with rows in the tables, on both databases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, Final

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from coach_the_coach import schema
from coach_the_coach.foundation import store

REVISIONS = [
    script.revision
    for script in reversed(list(ScriptDirectory(str(schema.SCRIPTS)).walk_revisions()))
]

SAMPLES: dict[type, Any] = {
    int: 1,
    str: "x",
    bool: True,
    float: 1.5,
    date: date(2026, 1, 1),
    datetime: datetime(2026, 1, 1, tzinfo=UTC),
    dict: {},
}
"""A value for each type of column."""


@pytest.fixture
def engine(empty_database: str) -> Iterator[Engine]:
    """An engine on a database with nothing in it."""
    engine = store.connect(empty_database)
    yield engine
    engine.dispose()


def shape(engine: Engine) -> dict[str, Any]:
    """Tables, columns, keys, constraints and triggers, as the database tells them."""
    found = sa.inspect(engine)
    triggers = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
        if engine.dialect.name == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY 1"
    )
    with engine.connect() as connection:
        named = [row[0] for row in connection.execute(sa.text(triggers))]
    tables = {
        table: {
            "columns": [
                (c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(table)
            ],
            "indexes": sorted(str(i["name"]) for i in found.get_indexes(table)),
            "foreign": sorted(str(f["name"]) for f in found.get_foreign_keys(table)),
            "unique": sorted(str(u["name"]) for u in found.get_unique_constraints(table)),
            "checks": sorted(str(c["name"]) for c in found.get_check_constraints(table)),
        }
        for table in found.get_table_names()
        if table != "alembic_version"
    }
    return {"tables": tables, "triggers": named}


def fill(engine: Engine) -> int:
    """Put one row into every table that has none, as it is at this revision; how many were put."""
    there = sa.MetaData()
    there.reflect(engine)
    put = 0
    with engine.begin() as connection:
        for table in there.sorted_tables:
            if table.name == "alembic_version" or connection.execute(sa.select(table)).first():
                continue
            connection.execute(table.insert().values(row_for(table)))
            put += 1
    return put


FITS: Final[dict[str, dict[str, Any]]] = {
    "observation": {"status": "draft"},
    # One that is over: under one in force nobody is erased.
    "legal_hold": {"until": SAMPLES[datetime]},
    # The sum of its five kinds.
    "log_entry": {"minutes": 5},
    "cadence_override": {"minutes": 30},
    "blind_scoring": {"second_observer_id": 3},
    # Nobody signs for themself.
    "attestation": {"by_id": 2},
    "review_seat": {"by_id": 2},
    "co_signature": {"by_id": 2},
    "suspension": {"opened_by_id": 2},
    "person": {"email": "x@example.com"},
}
"""What a table's own rules ask of a row."""


def row_for(table: sa.Table) -> dict[str, Any]:
    """A row that fits: different people where two are asked for, a draft, values by type."""
    row = {
        column.name: SAMPLES.get(column.type.python_type, "x")
        for column in table.columns
        if not column.nullable or column.primary_key
    }
    row |= FITS.get(table.name, {})
    return {
        name: value for name, value in row.items() if name not in second_people(table)
    } | dict.fromkeys(second_people(table), 2)


def second_people(table: sa.Table) -> set[str]:
    """Columns that must name another person than the first."""
    return {"manager_id", "coached_id", "observed_id", "rep_id"} & set(table.columns.keys())


def second_person(engine: Engine) -> None:
    """Three people, where there are people."""
    if not sa.inspect(engine).has_table("person"):
        return
    there = sa.MetaData()
    there.reflect(engine, only=["person"])
    people = there.tables["person"]
    with engine.begin() as connection:
        if connection.execute(sa.select(people)).first() is None:
            for number in (1, 2, 3):
                connection.execute(
                    people.insert().values(
                        row_for(people)
                        | {"id": number, "public_id": str(number), "email": f"{number}@example.com"}
                    )
                )


def test_every_step_goes_up_down_and_up_again_with_rows_in_the_tables(engine: Engine):
    config = schema.alembic_config(engine)
    before = shape(engine)
    for revision in REVISIONS:
        command.upgrade(config, revision)
        after = shape(engine)
        second_person(engine)
        fill(engine)
        command.downgrade(config, "-1")
        assert shape(engine) == before, f"going back from {revision} leaves something behind"
        command.upgrade(config, revision)
        assert shape(engine) == after
        second_person(engine)
        fill(engine)
        before = after

    rows = sa.MetaData()
    rows.reflect(engine)
    with engine.connect() as connection:
        empty = [t.name for t in rows.sorted_tables if not connection.execute(sa.select(t)).first()]
    assert empty == []


def test_the_whole_way_down_leaves_nothing(engine: Engine):
    config = schema.alembic_config(engine)
    schema.migrate(engine)

    command.downgrade(config, "base")

    assert shape(engine) == {"tables": {}, "triggers": []}


def test_the_tables_of_the_rooms_are_those_of_the_migrations(engine: Engine):
    schema.migrate(engine)

    command.check(schema.alembic_config(engine))
