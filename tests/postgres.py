"""A PostgreSQL server for one test run: begun by the first test that asks, shared by all workers.

A keeper process owns the server. It waits for the lock that the run holds on its folder's `alive`
file; the kernel lets go of that lock however the run ends, so no server outlives its tests.
"""

import fcntl
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import psycopg

from tests.machine import postgres_programs

START_SECONDS = 120
STOP_SECONDS = 15
OWNER = "coach"

FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "max_connections=300",
)
"""Nothing here has to survive a power cut, or to be tidied; each worker has its connections."""

DURABLE = ("max_connections=60",)
"""As a real server: what is committed survives one."""


class NoPostgres(Exception):
    """Why there is no server, in one sentence."""


@contextmanager
def locked(path: Path) -> Iterator[IO[str]]:
    """Hold `path` alone among the processes of this run."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def server_url(run: Path, database: str) -> str:
    """The address of a database on the run's server."""
    return f"postgresql+psycopg://{OWNER}@/{database}?host={run / 'pg'}"


def administer(run: Path, *statements: str) -> None:
    """Run statements on the server outside any transaction, as CREATE DATABASE wants."""
    with psycopg.connect(
        host=str(run / "pg"), user=OWNER, dbname="postgres", autocommit=True
    ) as it:
        for statement in statements:
            it.execute(statement.encode())


def start(run: Path, settings: tuple[str, ...] = FAST) -> None:
    """See that the run's server answers, the first time with these settings. Raises NoPostgres."""
    programs = postgres_programs()
    if programs is None:
        raise NoPostgres("no initdb on this machine, and no wheel with it for this system")
    with locked(run / "pg.lock"):
        if not (run / "pg").exists():
            with (run / "keeper.log").open("w") as log:
                subprocess.run(
                    [sys.executable, "-m", "tests.postgres", str(run), str(programs), *settings],
                    cwd=Path(__file__).parent.parent,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=log,
                    check=True,
                )
        _wait_until_answering(run)


@contextmanager
def serving(settings: tuple[str, ...] = DURABLE) -> Iterator[Path]:
    """The folder of a server for one measure alone, ended afterwards. Raises NoPostgres."""
    with tempfile.TemporaryDirectory(prefix="coach-", ignore_cleanup_errors=True) as made:
        run = Path(made)
        run.chmod(0o711)
        with (run / "alive").open("w") as alive:
            fcntl.flock(alive, fcntl.LOCK_EX)
            start(run, settings)
            yield run
        wait_until_stopped(run)


def _wait_until_answering(run: Path) -> None:
    """Try to connect until the server lets us."""
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            return administer(run, "SELECT 1")
        except psycopg.OperationalError as error:
            failed = (run / "failed").exists()
            if failed or time.monotonic() > until:
                log = (run / "keeper.log").read_text().strip().splitlines()
                raise NoPostgres(f"the server did not start: {log[-1:] or error}") from error
        time.sleep(0.02)


def wait_until_stopped(run: Path) -> None:
    """Wait for the keeper to have ended the server; at most some seconds."""
    until = time.monotonic() + STOP_SECONDS
    while (run / "pg").exists() and time.monotonic() < until:
        time.sleep(0.02)


def _somebody_else() -> dict[str, Any]:
    """Arguments that run a program as an unprivileged user, if we are root: initdb refuses root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NoPostgres("root may not run PostgreSQL, and there is no user `postgres` or `nobody`")


def _readable(programs: Path, run: Path, user: dict[str, Any]) -> Path:
    """The programs where `user` can run them: a wheel under root's home is out of others' reach."""
    probe = [str(programs / "postgres"), "--version"]
    try:
        subprocess.run(probe, check=True, stdout=subprocess.DEVNULL, **user)
    except (PermissionError, subprocess.CalledProcessError):
        wheel = programs.parents[1]
        for folder in wheel.parent.glob(f"{wheel.name}*"):  # Its libraries lie beside it.
            shutil.copytree(folder, run / "programs" / folder.name, symlinks=True)
        return run / "programs" / programs.relative_to(wheel.parent)
    return programs


def keep(run: Path, programs: Path, settings: list[str]) -> None:
    """Make and serve a cluster in `run` until the run is over, then leave nothing of it."""
    place = run / "pg"
    place.mkdir(mode=0o700)
    if os.fork():
        os._exit(0)  # Whoever called goes on with its tests; the keeper is nobody's child.
    os.setsid()
    server = None
    try:
        user = _somebody_else()
        if user:
            shutil.chown(place, user["user"], user["group"])
        programs = _readable(programs, run, user)
        habits = {"cwd": place, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C"}, **user}
        make = ["initdb", "--pgdata=data", f"--username={OWNER}", "--auth=trust", "--no-sync"]
        make += ["--encoding=UTF8", "--locale=C"]
        subprocess.run([programs / make[0], *make[1:]], check=True, **habits)
        serve = ["-D", place / "data", "-k", place, "-c", "listen_addresses="]
        for setting in settings:
            serve += ["-c", setting]
        server = subprocess.Popen([programs / "postgres", *serve], **habits)
        with locked(run / "alive"):
            pass
    except (NoPostgres, OSError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr, flush=True)
        (run / "failed").touch()
        with locked(run / "alive"):
            pass
    finally:
        if server is not None:
            server.terminate()
            try:
                server.wait(1)
            except subprocess.TimeoutExpired:
                server.send_signal(3)  # SIGQUIT: at once, whoever is still connected.
                server.wait()
        shutil.rmtree(run, ignore_errors=True)


if __name__ == "__main__":
    keep(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
