"""Which database a command works on, and what is said where it cannot."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from coach_the_coach.cli.stop import Stop
from coach_the_coach.foundation.words import _

if TYPE_CHECKING:
    from sqlalchemy import URL
    from sqlalchemy.exc import DBAPIError

# The work of a command is imported when it is called for, so that `coach --help` is quick.

PORT: Final = 5432
"""Where PostgreSQL listens when nothing is said."""

HALF: Final = frozenset({"42P01", "42703", "42883", "42704", "42P07", "42710", "42701", "42723"})
"""PostgreSQL's names for something that is not there, or there although it is still to be made."""

HALF_WORDS: Final = ("no such ", "already exists", "duplicate column", "has no column")
"""The same in the words of SQLite, which has no names for them."""


def existing() -> None:
    """Say which database is meant by a command that needs one. Raises Stop where there is none.

    Opening it would make an empty file.
    """
    file = _file()
    if file is not None and not file.is_file():
        text = _(
            "There is no database at {file}. COACH_DATA names the folder it is in, "
            "or DATABASE_URL the database itself."
        )
        raise Stop(text.format(file=file))
    say()


def say(*, is_new: bool = False) -> None:
    """Say which database is meant, beside what the command prints."""
    line = _("Database: {which} (made just now)") if is_new else _("Database: {which}")
    typer.echo(line.format(which=which()), err=True)


def migrate() -> None:
    """Bring the database up to date, and say which it is. Raises Stop for one of another program.

    Nothing is said before it worked: what did not says by itself on which database.
    """
    from alembic.util import CommandError

    from coach_the_coach import schema

    is_new = is_missing()
    try:
        schema.migrate()
    except CommandError as error:
        text = _(
            "The database is of a version that this program does not know: {why} ({which}). Serve "
            "it with the program it is of."
        )
        raise Stop(text.format(why=" ".join(str(error).split()), which=which())) from None
    say(is_new=is_new)


def is_missing() -> bool:
    """Whether opening the database would make a file that is not there yet."""
    file = _file()
    return file is not None and not file.exists()


def which() -> str:
    """Where the database is; never with a password."""
    file, url = _file(), _url()
    if file is not None:
        return str(file)
    if url.get_backend_name() == "sqlite":
        return "sqlite"
    hosts = url.query.get("host", ())
    host = url.host or (hosts if isinstance(hosts, str) else ",".join(hosts))
    name = url.database or url.username or ""
    if not host:
        return _("postgresql, {name} on this machine").format(name=name)
    return _("postgresql, {name} at {host}:{port}").format(
        name=name, host=host, port=url.port or PORT
    )


def said(error: "DBAPIError") -> str:
    """What a database did not do, as one sentence without a statement."""
    from coach_the_coach.foundation import health

    code, why = _code(error), health.told(error)
    if code in HALF or any(word in why for word in HALF_WORDS):
        text = _(
            "The database is not complete: {why}. Run `coach serve`, which completes an older "
            "one, or restore it whole. ({code}; {which})"
        )
    else:
        text = _("The database cannot be used: {why} ({code}; {which})")
    return text.format(why=why, code=code, which=which())


def _code(error: "DBAPIError") -> str:
    """What the database calls the fault."""
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None)
    return str(code or type(error.orig).__name__)


def _url() -> "URL":
    from sqlalchemy.exc import ArgumentError

    from coach_the_coach.foundation import store

    try:
        return store.engine().url
    except (ArgumentError, ValueError):
        # Not repeated, for it may hold a password.
        raise Stop(_("DATABASE_URL is no address of a database that can be read.")) from None


def _file() -> Path | None:
    """The file of an SQLite database; None for another, and for one in the memory."""
    url = _url()
    name = url.database or ""
    if url.get_backend_name() != "sqlite" or not name or name == ":memory:":
        return None
    return None if name.startswith("file:") else Path(name).absolute()
