"""What PostgreSQL guards for a company that runs it: its owner, its role, and its neighbours."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from coach_the_coach import schema
from coach_the_coach.cli.server import guard_words
from coach_the_coach.foundation import store
from coach_the_coach.foundation.viewer import NOBODY, PROGRAM, view_as
from coach_the_coach.observations.tables import ObservationBody
from tests import machine, postgres
from tests.cast import NOW
from tests.conftest import databases_of
from tests.databases import Databases
from tests.identity.guarded import world


@dataclass(frozen=True)
class Server:
    """A database that an ordinary user owns, as a company would have it."""

    run: Path
    name: str
    owner: str

    def as_user(self, user: str) -> str:
        """Its address for a user."""
        url = make_url(postgres.server_url(self.run, self.name))
        return url.set(username=user).render_as_string(hide_password=False)

    def dumped(self, user: str) -> subprocess.CompletedProcess[str]:
        """What a dump as this user says."""
        program = (machine.postgres_programs() or Path()) / "pg_dump"
        if not program.exists():
            machine.missing("pg_dump", "no pg_dump on this machine")
        address = ["-h", str(self.run / "pg"), "-U", user, "-d", self.name, "-f", "/dev/null"]
        return subprocess.run([program, *address], capture_output=True, text=True, check=False)


@contextmanager
def installed(databases: Databases, *, rights: str = "") -> Iterator[Server]:
    """Such a database, migrated by its owner, who has these rights on the server."""
    name = str(make_url(databases.empty()).database)
    there = Server(databases.run, name, f"owner_{name}")
    postgres.administer(
        there.run,
        f"CREATE ROLE {there.owner} LOGIN {rights}",
        f"ALTER DATABASE {name} OWNER TO {there.owner}",
    )
    engine = store.connect(there.as_user(postgres.OWNER))
    with engine.begin() as connection:
        connection.execute(text(f"ALTER SCHEMA public OWNER TO {there.owner}"))
    engine.dispose()
    store.open_at(there.as_user(there.owner))
    schema.migrate()
    with store.transaction() as session:
        role = session.connection().scalar(text("SELECT app_role()"))
    yield there
    store.open_at(None)
    dropped = (f"DROP DATABASE {name} WITH (FORCE)", f"DROP ROLE IF EXISTS {role}")
    postgres.administer(there.run, *dropped, f"DROP ROLE {there.owner}")


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """Such a database, whose owner may make no role."""
    with installed(databases_of("postgres", request.config)) as there:
        yield there


@pytest.fixture
def two_servers(request: pytest.FixtureRequest) -> Iterator[tuple[Server, Server]]:
    """Two companies on one server, each with its own database and a user who may make roles."""
    databases = databases_of("postgres", request.config)
    with (
        installed(databases, rights="CREATEROLE") as one,
        installed(databases, rights="CREATEROLE") as another,
    ):
        yield one, another


def test_an_owner_who_may_make_roles_takes_the_one_it_made(two_servers: tuple[Server, Server]):
    store.open_at(two_servers[0].as_user(two_servers[0].owner))
    with store.transaction(NOBODY) as session:
        asked = text("SELECT current_user = app_role(), current_user = session_user")
        assert tuple(session.connection().execute(asked).one()) == (True, False)
    assert (store.role_is_taken(), guard_words()) == (True, "")


def test_another_installation_on_the_server_takes_no_role_here(two_servers: tuple[Server, Server]):
    one, another = two_servers
    store.open_at(one.as_user(one.owner))
    with store.transaction(PROGRAM) as session:
        world(session)
        theirs = session.connection().scalar(text("SELECT app_role()"))
    store.open_at(another.as_user(another.owner))
    with store.transaction(NOBODY) as session:
        own = session.connection().scalar(text("SELECT current_user"))

    # The other's user, in this database, as itself, in its own role and in this one's.
    store.open_at(one.as_user(another.owner))
    for before in ("SELECT 1", f'SET LOCAL ROLE "{own}"', f'SET LOCAL ROLE "{theirs}"'):
        with pytest.raises(DBAPIError, match="permission denied"):
            _read_as_program(before)


def _read_as_program(before: str) -> None:
    """Read what somebody was rated as, past the policies, after another statement."""
    with store.transaction() as session:
        for statement in ("SET LOCAL app.viewer = 'program'", before, "SELECT * FROM rating"):
            session.connection().execute(text(statement))


def test_a_role_that_cannot_be_taken_is_told(server: Server):
    assert (store.rows_are_guarded(), store.role_is_taken()) == (True, False)
    assert guard_words().startswith("The database's user could not make or take the restricted")


def test_what_to_do_about_a_role_that_is_not_there_is_told(server: Server):
    role = _role_of(server)
    assert f"CREATE ROLE {role}; GRANT {role} TO {server.owner}" in guard_words()
    # Made afterwards it can do nothing here: whoever took it would find every table shut.
    postgres.administer(server.run, f"CREATE ROLE {role}")
    assert "and restore once more" in guard_words()


def test_what_to_do_about_a_role_that_came_with_a_restore_is_told_and_helps(server: Server):
    role = _role_of(server)
    postgres.administer(server.run, f"CREATE ROLE {role}")
    engine = store.connect(server.as_user(server.owner))
    with engine.begin() as connection:
        connection.execute(text(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}"))
    engine.dispose()
    statement = guard_words().partition("As an administrator of the server: ")[2]
    assert statement.startswith(f"GRANT {role} TO {server.owner}")
    postgres.administer(server.run, statement)
    store.open_at(server.as_user(server.owner))
    assert (store.role_is_taken(), guard_words()) == (True, "")


def test_what_to_do_about_a_user_who_passes_every_policy_is_told(server: Server):
    postgres.administer(server.run, f"ALTER ROLE {server.owner} BYPASSRLS")
    statement = guard_words().partition("As another administrator of the server: ")[2]
    assert statement == f"ALTER ROLE {server.owner} NOSUPERUSER NOBYPASSRLS;"
    postgres.administer(server.run, statement)
    assert store.rows_are_guarded()


def _role_of(server: Server) -> str:
    """The name of the restricted role in this database."""
    engine = store.connect(server.as_user(server.owner))
    with engine.connect() as connection:
        role = connection.scalar(text("SELECT app_role()"))
    engine.dispose()
    return str(role)


def test_going_back_takes_the_role_away_unless_a_copy_uses_it(request: pytest.FixtureRequest):
    databases = databases_of("postgres", request.config)
    engine = store.connect(databases.empty())
    schema.migrate(engine)
    role = text("SELECT app_role()")
    with engine.connect() as connection:
        first = connection.scalar(role)
    command.downgrade(schema.alembic_config(engine), "0012")
    schema.migrate(engine)
    with engine.connect() as connection:
        there = text("SELECT count(*) FROM pg_roles WHERE rolname = :name")
        assert connection.scalar(role) != first
        assert connection.scalar(there, {"name": first}) == 0
    engine.dispose()
    copied = store.connect(databases.fresh())
    with copied.connect() as connection:
        used = connection.scalar(role)
    command.downgrade(schema.alembic_config(copied), "0012")
    with copied.connect() as connection:
        assert connection.scalar(there, {"name": used}) == 1
    copied.dispose()


def test_whoever_opens_the_store_never_holds_two_connections(request: pytest.FixtureRequest):
    store.open_at(databases_of("postgres", request.config).fresh())
    held: list[int] = [0]
    event.listen(store.engine(), "checkout", lambda *_: held.append(held[-1] + 1))
    event.listen(store.engine(), "checkin", lambda *_: held.append(held[-1] - 1))
    with store.reading(NOBODY):
        pass
    with store.transaction(NOBODY):
        pass
    store.open_at(None)

    assert (max(held), held[-1]) == (1, 0)


def test_an_ordinary_owner_is_bound_like_everybody_and_cannot_dump(server: Server):
    with store.transaction(PROGRAM) as session:
        cast = world(session)
    with store.transaction() as session:
        assert session.exec(select(ObservationBody)).all() == []
    with store.transaction(NOBODY) as session:
        view_as(session, cast.mo.id or 0, NOW)
        assert len(session.exec(select(ObservationBody)).all()) == 2

    assert store.rows_are_guarded()
    refused = server.dumped(server.owner)
    assert (refused.returncode, "row-level security" in refused.stderr) == (1, True)
    assert server.dumped(postgres.OWNER).returncode == 0


def test_a_user_who_passes_every_policy_is_told_from_one_who_does_not(
    request: pytest.FixtureRequest,
):
    databases = databases_of("postgres", request.config)
    store.open_at(databases.empty())
    assert not store.rows_are_guarded()
    store.open_at(databases.fresh())
    assert store.rows_are_guarded()
    store.open_at(None)
