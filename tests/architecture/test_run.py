"""What a test run promises: skips are named, a need can be insisted on, no server is left over."""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.architecture.source import ROOT
from tests.conftest import skips_in_words
from tests.machine import missing, postgres_programs

A_RUN = """
import fcntl, pathlib, sys, time
from tests import postgres
run = pathlib.Path(sys.argv[1])
alive = (run / "alive").open("w")
fcntl.flock(alive, fcntl.LOCK_EX)
postgres.start(run)
print("answers", flush=True)
time.sleep(60)
"""


def skipped(reason: str) -> SimpleNamespace:
    """A report of a test skipped for that reason, as pytest words it."""
    return SimpleNamespace(longrepr=("test_it.py", 1, f"Skipped: {reason}"))


def test_the_last_line_counts_the_skipped_tests_by_their_reason():
    reports = [skipped("postgres: none"), skipped("annomi: away"), skipped("postgres: none")]
    assert skips_in_words(reports) == (  # pyright: ignore[reportArgumentType] - stand-ins for reports
        "Not run here: 3 tests: 1 (annomi: away), 2 (postgres: none)"
    )
    assert skips_in_words([]) == ""


def test_what_is_missing_skips_by_name_and_fails_where_it_is_required(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.delenv("COACH_REQUIRE", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"^postgres: none here$"):
        missing("postgres", "none here")
    monkeypatch.setenv("COACH_REQUIRE", "postgres,chromium")
    with pytest.raises(pytest.fail.Exception, match="COACH_REQUIRE names postgres: none here"):
        missing("postgres", "none here")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder for a run within this run, short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="coach-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def test_the_database_server_ends_even_when_its_run_is_killed(folder: Path):
    if postgres_programs() is None:
        missing("postgres", "no initdb on this machine")
    command = [sys.executable, "-c", A_RUN, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "answers\n"
        run.kill()
    until = time.monotonic() + 20
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not folder.exists()
