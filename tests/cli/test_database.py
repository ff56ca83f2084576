"""Which database a command works on is said; where there is none, or half of one, that is said."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from coach_the_coach.cli import database
from coach_the_coach.foundation import audit, chain, clock, store
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.tables import Grant, Person
from coach_the_coach.imports.formats.people import DECIDED, HEADINGS, REQUIRED
from tests.cast import people
from tests.serving import coach

NEEDING = (
    "audit verify",
    "audit head",
    "seals verify",
    "holds",
    "erasures",
    "export-person mo@example.com --out /nowhere",
    "erase-person mo@example.com --yes",
    "hold mo@example.com --reason x",
    "unhold mo@example.com",
    "remove-second-factor mo@example.com --reason x",
)
"""Commands that are of use only where a company is."""

SECRET = "a secret of this test alone, long enough"


@pytest.mark.parametrize("command", NEEDING)
def test_where_there_is_no_database_none_is_made(command: str, tmp_path: Path):
    run = coach(*command.split(), COACH_DATA=str(tmp_path / "data"))

    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == (
        f"There is no database at {tmp_path}/data/coach.db. COACH_DATA names the folder it is in, "
        "or DATABASE_URL the database itself.\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["audit verify", "seals verify", "holds", "erasures"])
def test_the_database_is_named_beside_what_is_printed(
    command: str, database_url: str, tmp_path: Path
):
    run = coach(*command.split(), COACH_DATA=str(tmp_path / "data"), DATABASE_URL=database_url)

    named = run.stderr.splitlines()[0]
    assert run.returncode == 0
    if database_url.startswith("sqlite"):
        assert named == f"Database: {database_url.removeprefix('sqlite:///')}"
    else:
        assert named.startswith("Database: postgresql, ")
    assert "Database" not in run.stdout
    assert not (tmp_path / "data").exists()


def test_a_password_is_not_part_of_the_name():
    store.open_at("postgresql+psycopg://coach:tell-nobody@db:5433/company")
    assert database.which() == "postgresql, company at db:5433"
    store.open_at("postgresql+psycopg://coach:tell-nobody@/company")
    assert database.which() == "postgresql, company on this machine"
    store.open_at(None)


@pytest.mark.parametrize(
    "command", ["audit verify", "seals verify", "holds", "erase-person mo@example.com --yes"]
)
def test_half_a_database_is_told_in_one_sentence(command: str, empty_database: str, tmp_path: Path):
    if empty_database.startswith("sqlite"):
        Path(empty_database.removeprefix("sqlite:///")).touch()

    run = coach(*command.split(), COACH_DATA=str(tmp_path), DATABASE_URL=empty_database)

    named, said = run.stderr.splitlines()
    code = "SQLITE_ERROR" if empty_database.startswith("sqlite") else "42P01"
    assert (run.returncode, run.stdout) == (2, "")
    assert said.startswith("The database is not complete: ")
    assert "Run `coach serve`" in said
    assert said.endswith(f"({code}; {named.removeprefix('Database: ')})")
    assert "SELECT" not in said


def done(url: str, statement: str) -> None:
    """Have the database at this address do something that no command of ours would."""
    engine = store.connect(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_a_table_that_is_there_already_stops_a_migration_in_one_sentence(
    empty_database: str, tmp_path: Path
):
    done(empty_database, "CREATE TABLE person (id integer)")

    run = coach("migrate", COACH_DATA=str(tmp_path), DATABASE_URL=empty_database)

    assert (run.returncode, run.stdout) == (2, "")
    [said] = [line for line in run.stderr.splitlines() if "not complete" in line]
    assert "already exists" in said
    assert "Traceback" not in run.stderr


def test_a_database_of_another_program_is_told_in_one_sentence(database_url: str, tmp_path: Path):
    done(database_url, "UPDATE alembic_version SET version_num = '9999'")

    run = coach("migrate", COACH_DATA=str(tmp_path), DATABASE_URL=database_url)

    assert (run.returncode, run.stdout) == (2, "")
    said = "The database is of a version that this program does not know: "
    assert run.stderr.splitlines()[-1].startswith(said)
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("command", ["holds", "migrate"])
def test_an_address_that_cannot_be_read_is_told_and_not_repeated(command: str, tmp_path: Path):
    run = coach(
        command, COACH_DATA=str(tmp_path), DATABASE_URL="postgresql://coach:tell-nobody@db:x/coach"
    )

    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "DATABASE_URL is no address of a database that can be read.\n"


def sealed(database_url: str) -> None:
    """An entry, sealed with the secret of this process."""
    store.open_at(database_url)
    with store.transaction() as session:
        audit.note(session, "thing:do", actor_id=None, at=clock.now())
    chain.seal(clock.now())
    store.open_at(None)


def test_a_log_under_another_secret_cannot_be_checked(database_url: str, tmp_path: Path):
    sealed(database_url)

    run = coach(
        "audit",
        "verify",
        COACH_DATA=str(tmp_path / "data"),
        COACH_SECRET=SECRET,
        DATABASE_URL=database_url,
    )

    said = run.stdout.splitlines()
    assert run.returncode == 1
    assert said[0] == "The log cannot be checked whole under the secret that is set here."
    assert said[1].startswith("From link 1 on the log was sealed with another secret")
    assert "not as it was written" not in run.stdout
    assert "Read before that" not in run.stdout


def test_a_log_is_not_checked_without_its_secret_and_none_is_made(
    database_url: str, tmp_path: Path
):
    sealed(database_url)

    run = coach("audit", "verify", COACH_DATA=str(tmp_path / "data"), DATABASE_URL=database_url)

    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.splitlines()[1].startswith(f"There is no secret at {tmp_path}/data/secret,")
    assert not (tmp_path / "data").exists()


def test_an_administrator_is_told_of_who_it_is_and_where_the_link_leads(
    database_url: str, tmp_path: Path
):
    store.open_at(database_url)
    with store.transaction() as session:
        people(session, clock.now())
    store.open_at(None)

    runs = [
        coach("create-admin", email, COACH_DATA=str(tmp_path / "data"), DATABASE_URL=database_url)
        for email in ("MO@example.com", "new@example.com")
    ]

    told = [run.stderr.splitlines()[1:] for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert told[0][0] == (
        "Mo Manager <mo@example.com>, who is here already, is an administrator from now on."
    )
    assert told[1][0] == "new <new@example.com> is new here, as an administrator."
    for run, (_whose, about) in zip(runs, told, strict=True):
        [link] = run.stdout.splitlines()
        assert link.startswith("http://127.0.0.1:3000/welcome?invitation=")
        for word in ("once", "three days", "earlier links", "http://127.0.0.1:3000:"):
            assert word in about


def test_nobody_becomes_administrator_who_was_erased(database_url: str, tmp_path: Path):
    here = {"COACH_DATA": str(tmp_path / "data"), "DATABASE_URL": database_url}
    store.open_at(database_url)
    with store.transaction() as session:
        people(session, clock.now())
    store.open_at(None)
    assert coach("erase-person", "mo@example.com", "--yes", **here).returncode == 0

    run = coach("create-admin", "erased-1@erased.invalid", **here)
    again = coach("erase-person", "erased-1@erased.invalid", "--yes", **here)

    assert (run.returncode, run.stdout) == (1, "")
    said = "Erased person 1 is not here any more, and no link lets them in."
    assert run.stderr.splitlines()[1] == said
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr.splitlines()[1] == "This person has been erased already."
    store.open_at(database_url)
    with store.reading() as session:
        one = session.exec(select(Person).where(Person.given_name == "Erased person")).one()
        roles = session.exec(select(Grant.role).where(Grant.person_id == one.id)).all()
    store.open_at(None)
    assert Role.ADMIN not in roles


def test_a_new_file_is_told_as_that_once(tmp_path: Path):
    runs = [coach("migrate", COACH_DATA=str(tmp_path / "data")) for _each in range(2)]

    line = f"Database: {tmp_path}/data/coach.db"
    assert [run.stderr for run in runs] == [f"{line} (made just now)\n", f"{line}\n"]


def test_help_says_what_one_has_to_know():
    def told(*words: str) -> str:
        return " ".join(coach(*words, "--help", COLUMNS="200").stdout.split())

    people_file = told("import-people")
    for word in (*HEADINGS.values(), *DECIDED, '" + "', "2025-01-31"):
        assert word in people_file
    assert f"Needed: {', '.join(REQUIRED)}." in people_file
    for word in ("COACH_HOST", "127.0.0.1", "COACH_PORT", "3000"):
        assert word in told("serve")
    for word in ("TOML", "version", "levels", "dimensions", "anchors", "stop_signs"):
        assert word in told("rubric", "import")
    assert "once, for three days" in told("create-admin")


def test_the_version_is_told():
    run = coach("--version")

    assert (run.returncode, run.stdout) == (0, "0.1.0\n")
