"""What `make` says on a machine it has not met."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

Make = Callable[..., subprocess.CompletedProcess[str]]

TOOLS = ("sh", "make", "mkdir", "rm", "cat", "touch", "awk")

OLD = "#!/bin/sh\ncase $2 in *platform*) echo 3.9.2 ;; *) exit 1 ;; esac\n"
"""A Python that says it is 3.9.2, and can do nothing we ask."""

WITHOUT_VENV = "#!/bin/sh\n[ $1 = -c ]\n"
"""A Python of the right version without the module venv, as Debian has it."""


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Runs make in a copy of the project where no Python is to be found."""
    project, programs = tmp_path / "project", tmp_path / "bin"
    programs.mkdir()
    shutil.copytree(ROOT / ".ci", project / ".ci")
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, project / name)
    for name in TOOLS:
        (programs / name).symlink_to(shutil.which(name) or name)

    def run(*arguments: str, **pythons: str) -> subprocess.CompletedProcess[str]:
        for name, text in pythons.items():
            (programs / name).write_text(text)
            (programs / name).chmod(0o755)
        command = ["make", "--silent", *arguments]
        return subprocess.run(
            command, cwd=project, env={"PATH": str(programs)}, capture_output=True, text=True
        )

    return run


def said(made: subprocess.CompletedProcess[str]) -> list[str]:
    """What a failed make wrote, without its own last line."""
    assert made.returncode
    return [line for line in made.stderr.splitlines() if not line.startswith("make: ***")]


def test_help_lists_every_command_with_one_line(make: Make):
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    listed = [line.split()[1] for line in make("help").stdout.splitlines()]
    assert listed == targets
    assert {"install", "run", "test", "check", "bench", "soak", "help"} <= set(listed)


def test_no_python_is_one_clear_line(make: Make):
    assert said(make("run")) == [
        "No Python found: install Python 3.11, 3.12 or 3.13, or name one with PYTHON=..."
    ]


def test_a_python_that_was_never_tried_is_one_clear_line(make: Make):
    assert said(make("run", python3=OLD)) == [
        "Python 3.9.2 is not one this was tried with: install Python 3.11, 3.12 or 3.13, "
        "or name one with PYTHON=..."
    ]
    assert said(make("run", "PYTHON=python3")) == [
        "PYTHON=python3 is not a Python 3.11, 3.12 or 3.13."
    ]


def test_a_python_without_venv_is_one_clear_line(make: Make):
    assert said(make("install", python3=OLD, **{"python3.12": WITHOUT_VENV})) == [
        "python3.12 cannot make a virtual environment: install its venv module "
        "(on Debian: python3-venv)."
    ]


def test_an_unwritable_folder_is_one_clear_line(make: Make, tmp_path: Path):
    # A file where a folder should be made: not even root gets past it.
    (tmp_path / "project" / ".venv").touch()
    assert said(make("install")) == [f"This folder cannot be written to: {tmp_path / 'project'}"]
