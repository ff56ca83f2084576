"""What every test may ask for: both databases, sessions on them, a browser; what was skipped."""

import fcntl
import os
import shutil
import tempfile
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Engine, event
from sqlmodel import Session
from xdist.remote import Producer
from xdist.scheduler import LoadGroupScheduling

from tests import machine, postgres, restricted

if TYPE_CHECKING:
    from tests.cast import Cast
    from tests.databases import Databases

RUN = "TEST_RUN_FOLDER"
"""Names the run's folder to its workers and to the servers they start."""

ALIVE = pytest.StashKey[IO[str]]()
"""The file whose lock this process holds for as long as the run lasts."""

KINDS = ("sqlite", "postgres")
"""Both databases the program runs on; every query and action test runs on each."""

SHARING = {
    "tests/journeys/": "build",
    "tests/test_readme.py": "build",
    "tests/test_serve.py": "build",
    "tests/demo/": "demo",
    "tests/attack/": "attack",
}
"""Tests that share a costly thing, by where they stand: one worker runs them one after another."""


class Sharing(LoadGroupScheduling):
    """Hands out single tests, but for those that share something.

    The mark `xdist_group` would say the same beside each test; xdist 3.8 writes it into a name
    that pytest 9.2 no longer reads.
    """

    def _split_scope(self, nodeid: str) -> str:
        """The tests to run on one worker with this one: its group's name, or itself alone."""
        return next((name for path, name in SHARING.items() if nodeid.startswith(path)), nodeid)


def pytest_addoption(parser: pytest.Parser) -> None:
    """How often a server is killed in the middle of tapping."""
    parser.addoption("--kills", type=int, default=3, help="servers killed at random moments")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Sharing:
    """Share the tests out in our own way."""
    return Sharing(config, log)


restricted.install()
# The same examples on every machine; `make soak` looks for others.
hypothesis_settings.register_profile("house", deadline=None, derandomize=True)
hypothesis_settings.register_profile("exploring", deadline=None)
hypothesis_settings.load_profile("house")


def is_worker(config: pytest.Config) -> bool:
    """Whether this process is one of several that share the run."""
    return hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a folder of its own, and keep the machine's settings out of it."""
    if is_worker(config):
        return
    folder = Path(tempfile.mkdtemp(prefix="coach-"))
    folder.chmod(0o711)
    alive = (folder / "alive").open("w")
    fcntl.flock(alive, fcntl.LOCK_EX)
    config.stash[ALIVE] = alive
    for name in [*os.environ]:
        if name.startswith(("COACH_", "OIDC_")) and name != "COACH_REQUIRE":
            del os.environ[name]
    for name in ("DATABASE_URL", "REDIS_URL", "SMTP_URL"):
        os.environ.pop(name, None)
    os.environ[RUN] = str(folder)
    os.environ["COACH_DATA"] = str(folder / "data")


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """End the run's servers, and say last what was not run and why."""
    alive = config.stash.get(ALIVE, None)
    if alive is None:
        return
    folder = Path(os.environ[RUN])
    alive.close()
    if (folder / "pg").exists():
        postgres.wait_until_stopped(folder)
    shutil.rmtree(folder, ignore_errors=True)
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None and (line := skips_in_words(terminal.stats.get("skipped", []))):
        terminal.write_line(line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List what the tests of single sign-on say was refused, each by its name."""
    passed = terminalreporter.getreports("passed")
    told = {text for one in passed for name, text in one.user_properties if name == "refused"}
    if told:
        terminalreporter.section("refused by single sign-on")
        cases = f"{len(told)} cases: {'; '.join(sorted(map(str, told)))}"
        terminalreporter.write_line(textwrap.fill(cases, 100, break_long_words=False))


def skips_in_words(reports: list[pytest.TestReport]) -> str:
    """One line that counts the skipped tests by what they lacked; empty when none was skipped."""
    reasons = Counter(_reason(report) for report in reports)
    if not reasons:
        return ""
    parts = [f"{number} ({reason})" for reason, number in sorted(reasons.items())]
    return f"Not run here: {sum(reasons.values())} tests: {', '.join(parts)}"


def _reason(report: pytest.TestReport) -> str:
    """What a skipped test lacked, in its own words."""
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")


@pytest.fixture(scope="session")
def run_folder() -> Path:
    """The folder of this test run, shared by its workers and gone afterwards."""
    return Path(os.environ[RUN])


def databases_of(kind: str, config: pytest.Config) -> "Databases":
    """The maker of databases of this kind; skips by name where there is no PostgreSQL."""
    # Only here: a test that needs no table must not fail with another room's.
    from tests.databases import Databases

    folder = Path(os.environ[RUN])
    if kind == "postgres":
        try:
            postgres.start(folder)
        except postgres.NoPostgres as error:
            machine.missing("postgres", str(error))
    worker = getattr(config, "workerinput", {}).get("workerid", "main")
    return Databases(kind, folder, worker)


@pytest.fixture(scope="session", params=KINDS)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An engine of the house on a database with every table, once on SQLite and once on PostgreSQL.

    Shared by all tests of a worker: work on it through `session`, which takes everything back.
    """
    from coach_the_coach.foundation import store

    engine = store.connect(databases_of(request.param, request.config).fresh())
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session whose work is taken back after the test, even what the test commits."""
    with engine.connect() as connection:
        whole = connection.begin()
        with Session(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        ) as session:
            yield session
        whole.rollback()


@pytest.fixture
def cast(session: Session) -> "Cast":
    """Lena leads Mo who coaches Rae; the others: `tests/cast.py`."""
    from tests.cast import people

    return people(session)


@pytest.fixture
def statements(engine: Engine) -> Callable[[], AbstractContextManager[list[str]]]:
    """Collects what is sent to the database: `with statements() as sent:`, then `len(sent)`."""

    @contextmanager
    def collecting() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
                sent.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return collecting


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a database of the test's own, with every table and no row.

    For what opens the store by itself and commits: the door, HTTP routes, jobs, the command line.
    """
    return databases_of(request.param, request.config).fresh()


@pytest.fixture(params=KINDS)
def empty_database(request: pytest.FixtureRequest) -> str:
    """The address of a database of the test's own with nothing in it, for migrations."""
    return databases_of(request.param, request.config).empty()


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The Chromium to walk through the program with; skips by name where there is none."""
    found = machine.chromium()
    if found is None:
        machine.missing("chromium", "no Chromium on this machine, and none could be installed")
    return found


@pytest.fixture(scope="session")
def annomi() -> Path:
    """The folder of the 67 real transcripts, which lie beside the repository and never in it."""
    folder = Path(__file__).parents[2] / "shared" / "data" / "annomi"
    if not folder.is_dir():
        machine.missing("annomi", f"the transcripts are not at {folder}")
    return folder
