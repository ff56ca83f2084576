"""A shelf that numbers its rows itself and writes them the quickest way each database has."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import Dialect, bindparam, insert, text, update
from sqlmodel import Session, SQLModel

from coach_the_coach.demo.shelf import Shelf
from coach_the_coach.identity.actions import BATCH

CACHE_KIB: Final = 400_000
"""How much of the file SQLite may hold in memory while it is filled: random ids come all over."""


Store = Callable[[Any], Any]
Columns = tuple[list[str], dict[str, Any], list[tuple[int, Store]]]
"""Their names, what each holds where nothing is said, and those that are stored otherwise."""


class Bulk(Shelf):
    """Rows of an empty database: each gets the next number of its table when it is put aside."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.dialect = session.connection().dialect
        self.is_postgresql = self.dialect.name == "postgresql"
        self._numbers: Counter[type[SQLModel]] = Counter()
        self._columns: dict[type[SQLModel], Columns] = {}
        if not self.is_postgresql:
            self._run(f"PRAGMA cache_size = -{CACHE_KIB}")

    def put(self, table: type[SQLModel], **values: Any) -> int:
        """Put one row aside under the next number of its table, and return that."""
        self._numbers[table] += 1
        self.add(table, id=self._numbers[table], **values)
        return self._numbers[table]

    def take(self, other: Shelf, *tables: type[SQLModel]) -> None:
        """Put the waiting rows of these tables of another shelf aside here."""
        for table in tables:
            self.rows(table).extend(other.rows(table))

    def write(self, session: Session, *tables: type[SQLModel]) -> None:
        """Write the waiting rows of these tables, in this order."""
        for table in tables:
            rows = self._rows.pop(table, [])
            if table not in self._columns:
                self._columns[table] = _columns(table, self.dialect)
            names, blanks, stores = self._columns[table]
            values = (_stored(row, blanks, stores) for row in rows)
            if rows and self.is_postgresql:
                self._copy(f'"{_name_of(table)}"', names, values)
            elif rows:
                kept = [tuple(value) for value in values]
                into = str(insert(table).compile(dialect=self.dialect))
                for start in range(0, len(kept), BATCH):
                    self._run(into, kept[start : start + BATCH])

    def set(self, table: Any, rows: list[dict[str, Any]]) -> None:
        """Give rows other values; each names its own number as `key`."""
        names = [name for name in (rows[0] if rows else ()) if name != "key"]
        change = update(table).where(table.id == bindparam("key"))
        change = change.values({name: bindparam(name) for name in names})
        for start in range(0, len(rows), BATCH):
            self.session.connection().execute(change, rows[start : start + BATCH])

    def finish(self) -> None:
        """Let whatever is written later go on behind the numbers that were given."""
        if not self.is_postgresql:
            return
        for table in self._numbers:
            name = f'"{_name_of(table)}"'
            self.session.connection().execute(
                text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"),
                {"name": name, "last": self._numbers[table]},
            )

    def _run(self, statement: str, rows: list[tuple[Any, ...]] | None = None) -> None:
        """Run a statement past what compiles and checks it: that takes longer than the writing."""
        self.session.connection().exec_driver_sql(statement, rows)

    def _copy(self, name: str, columns: list[str], rows: Iterator[list[Any]]) -> None:
        """Stream rows into a table of PostgreSQL; its triggers and keys are kept as ever.

        Beside it first: into a table whose rows have policies nothing can be streamed.
        """
        named = _quoted(columns)
        connection: Any = self.session.connection().connection.dbapi_connection
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMP TABLE streamed AS TABLE {name} WITH NO DATA")
            with cursor.copy(f"COPY streamed ({named}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            put = f"INSERT INTO {name} ({named}) SELECT {named} FROM streamed"  # noqa: S608 - our own names
            cursor.execute(put)
            cursor.execute("DROP TABLE streamed")


_blank: Final[dict[type[SQLModel], dict[str, Any]]] = {}


def alike(table: type[SQLModel], values: dict[str, Any]) -> Any:
    """What looks like a row of the table to whoever only reads it; making one takes far longer."""
    if table not in _blank:
        _blank[table] = _defaults(table)
    return SimpleNamespace(**(_blank[table] | values))


def _columns(table: type[SQLModel], dialect: Dialect) -> Columns:
    """A table's columns, what each holds where nothing is said, and which are stored how."""
    known = _defaults(table)
    columns = SQLModel.metadata.tables[_name_of(table)].columns
    stores = [one.type.dialect_impl(dialect).bind_processor(dialect) for one in columns]
    return (
        [one.name for one in columns],
        {one.name: known.get(one.name) for one in columns},
        [(place, store) for place, store in enumerate(stores) if store is not None],
    )


def _defaults(table: type[SQLModel]) -> dict[str, Any]:
    """What a row holds where nothing is said."""
    fields = table.model_fields
    return {
        name: None if one.is_required() else one.get_default(call_default_factory=True)
        for name, one in fields.items()
        if name != "public_id"
    }


def _stored(
    row: dict[str, Any], blanks: dict[str, Any], stores: list[tuple[int, Store]]
) -> list[Any]:
    """The values of a row as the driver takes them."""
    values = [*(blanks | row).values()]
    for place, store in stores:
        values[place] = store(values[place])
    return values


def _name_of(table: type[SQLModel]) -> str:
    return str(table.__tablename__)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
