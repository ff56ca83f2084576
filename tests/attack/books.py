"""The whole database, row by row, before and after; and whose each row is."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Engine, Table, select
from sqlmodel import SQLModel

from coach_the_coach import schema
from coach_the_coach.cadence.calendar.bringing.queries import PURPOSE as CALENDAR
from coach_the_coach.identity.access import Permission

BOOKKEEPING: Final = frozenset(
    {"audit_entry", "audit_detail", "audit_waiting", "audit_link", "job", "sign_in_tab", "tries"}
)
"""What is written of a call that is refused: the log, its chain, whose tab it is, how often one
tried. Jobs are the server's own."""

NEW_TO_OTHERS: Final[dict[Permission, frozenset[str]]] = {
    # Whoever may observe somebody opens a session of theirs, asks for it, and they are told.
    Permission.OBSERVATION_WRITE: frozenset(
        {"coaching_session", "notice", "watching", "talk", "talk_body", "mail_choice", "rubric"}
    ),
    # Whoever may bring people in invites them.
    Permission.PERSON_IMPORT: frozenset({"invitation", "notice", "mail_choice"}),
    Permission.TARGET_WRITE: frozenset({"kind_aim"}),
}
"""Tables in which whoever has a permission makes rows that are not theirs alone."""

CHANGED_OF_OTHERS: Final[dict[Permission, frozenset[str]]] = {
    # A new invitation takes the place of the last.
    Permission.PERSON_IMPORT: frozenset({"invitation"}),
    Permission.TARGET_WRITE: frozenset({"kind_aim"}),
}
"""Tables in which they may change what is there."""

WITH_ONES_LINE: Final = {
    "notice": {"new"},
    "mail_choice": {"new"},
    "quarter_hour": {"new"},
    "coach_of_record": {"new", "altered"},
    "stale": {"new", "altered"},
    "behind": {"new", "altered"},
}
"""What anybody does to rows of whom they report to, and of everybody below them.

Who is coached asks for a quarter of an hour, both are told what the other does, and whoever coaches
says who else does.
"""

Rows = dict[tuple[Any, ...], tuple[str, int | None]]


@dataclass(frozen=True)
class Books:
    """Each table's rows: key to the hash of the row and whose it is."""

    tables: dict[str, Rows]

    @classmethod
    def of(cls, engine: Engine) -> "Books":
        """Read everything."""
        with engine.connect() as connection:
            rows = {
                table.name: connection.execute(select(table)).mappings().all()
                for table in schema.metadata.sorted_tables
            }
        found: dict[str, Rows] = {}
        owners = _Owners(rows)
        for table in schema.metadata.sorted_tables:
            keys = [column.name for column in table.primary_key]
            found[table.name] = {
                tuple(row[key] for key in keys): (_hash(table.name, row), owners.of(table, row))
                for row in rows[table.name]
            }
        return cls(found)

    def changed(self, later: "Books") -> Iterator[tuple[str, str, frozenset[int]]]:
        """What is new, altered or gone since, as (table, what happened, whose it was and is)."""
        for table, rows in self.tables.items():
            after = later.tables[table]
            for key in rows.keys() | after.keys():
                was, now = rows.get(key), after.get(key)
                if was == now:
                    continue
                what = "new" if was is None else "gone" if now is None else "altered"
                whose = {one[1] for one in (was, now) if one is not None}
                yield table, what, frozenset(one or 0 for one in whose)


def _hash(table: str, row: Any) -> str:
    # That a sign-in was used is noted also for a call that is refused.
    kept = [(name, text) for name, text in row.items() if (table, name) != ("sign_in", "seen_at")]
    return sha256(repr(sorted(kept, key=lambda one: one[0])).encode()).hexdigest()


class _Owners:
    """Whose a row is: the first of its own people, or of the row that it is a part of."""

    def __init__(self, rows: dict[str, Any]) -> None:
        self.rows = rows
        models = {
            one.__tablename__: one
            for one in _subclasses(SQLModel)
            if getattr(one, "__table__", None) is not None
        }
        self.first = {
            name: parts[0]
            for name, one in models.items()
            if (parts := getattr(one, "__parts__", ())) and name != "coaching_session"
        }

    def of(self, table: Table, row: Any) -> int | None:
        """The id of a person; None for what is nobody's."""
        if table.name in self.first:
            return row[self.first[table.name]]
        if table.name == "passing" and row["key"].startswith(f"{CALENDAR}:"):
            return int(row["key"].rpartition(":")[2])
        if "person_id" in table.columns:
            return row["person_id"]
        for column in table.columns:
            for key in column.foreign_keys:
                there = key.column.table
                if there.name in self.first or column.primary_key:
                    return self._behind(there, key.column.name, row[column.name])
        return None

    def _behind(self, table: Table, column: str, value: Any) -> int | None:
        for row in self.rows[table.name]:
            if row[column] == value:
                return self.of(table, row)
        return None


def _subclasses(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from _subclasses(one)


def not_allowed(
    before: Books,
    after: Books,
    *,
    attacker: int | None,
    permissions: frozenset[Permission],
    line: frozenset[int] = frozenset(),
) -> list[tuple[str, str, frozenset[int]]]:
    """What has changed and is neither bookkeeping nor the attacker's own to change.

    `line` is whom the attacker reports to, and everybody below them.
    """
    new = {name for one in permissions for name in NEW_TO_OTHERS.get(one, ())}
    altered = {name for one in permissions for name in CHANGED_OF_OTHERS.get(one, ())}
    found = []
    for table, what, whose in before.changed(after):
        is_own = attacker is not None and whose == {attacker}
        is_leave = (what == "new" and table in new) or table in altered
        is_line = what in WITH_ONES_LINE.get(table, ()) and whose <= line
        if table not in BOOKKEEPING and not (is_own or is_leave or is_line):
            found.append((table, what, whose))
    return found
