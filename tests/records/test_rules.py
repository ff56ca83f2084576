"""Every table that names a person is in the map of records, or is said to hold nothing of them."""

import sqlalchemy as sa

from coach_the_coach import schema
from coach_the_coach.records.rules import ELSEWHERE, RECORDS


def naming_people(metadata: sa.MetaData) -> set[str]:
    """The tables that name a person by a key, or hang on a table that does."""
    found = {"person"}
    while True:
        more = {
            table.name
            for table in metadata.tables.values()
            if any(key.column.table.name in found for key in table.foreign_keys)
        }
        if more <= found:
            return found
        found |= more


def undecided(metadata: sa.MetaData) -> set[str]:
    """The tables about which nobody has decided."""
    every = set(metadata.tables)
    return (naming_people(metadata) - set(RECORDS)) | (every - set(RECORDS) - set(ELSEWHERE))


def test_every_table_that_names_a_person_is_in_the_map():
    assert undecided(schema.metadata) == set()


def test_the_map_names_no_table_that_is_gone():
    assert set(RECORDS) | set(ELSEWHERE) <= set(schema.metadata.tables)
    assert set(ELSEWHERE) & naming_people(schema.metadata) == set()


def test_what_is_not_given_says_why():
    assert [name for name, one in RECORDS.items() if not one.given and not one.note] == []
    assert [name for name, one in RECORDS.items() if not (one.erased and one.kept)] == []


def test_a_new_table_that_names_a_person_fails_the_rule():
    there = sa.MetaData()
    sa.Table("person", there, sa.Column("id", sa.Integer, primary_key=True))
    diary = sa.Table(
        "diary",
        there,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.ForeignKey("person.id")),
    )
    page = sa.Column("diary_id", sa.ForeignKey(diary.c.id))
    sa.Table("diary_page", there, page)
    assert undecided(there) == {"diary", "diary_page"}
