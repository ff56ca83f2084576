"""The pages the browser gets: built by Reflex when they are missing or older than their sources."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

from coach_the_coach.cli.lock import alone
from coach_the_coach.cli.stop import Stop
from coach_the_coach.foundation.csp import has_hashes, write_hashes
from coach_the_coach.foundation.words import _

SOURCES: Final = ("coach_the_coach", "assets", "reflex.lock")
"""Folders the pages are made of."""

SETTINGS: Final = ("rxconfig.py", "bunfig.toml", ".npmrc")
"""Files that say how."""

NOT_SOURCES: Final = ("__pycache__", "external")
"""Folders in them that a build or a run makes."""

ADDRESS: Final = re.compile(r'^(\s*"[^"]+": \["[^"]+", )"https?://[^"]*"', re.MULTILINE)
"""Where bun got a package from; it notes that for every registry but the public one."""


def ensure_built(root: Path, say: Callable[[str], None]) -> None:
    """Build the pages of the repository at `root` unless what is built is of today's sources.

    Raises Stop when they cannot be built, after showing why.
    """
    with alone(root / ".reflex" / "build.lock"):
        if not is_stale(root):
            if not has_hashes(_client(root)):
                write_hashes(_client(root))
            return
        say(_("Building the pages; the first time this takes about half a minute ..."))
        before = fingerprint(root, without="reflex.lock")
        _export(root)
        write_hashes(_client(root))
        forget_addresses(root / "reflex.lock" / "bun.lock")
        spread_out(root / "reflex.lock" / "package.json")
        if fingerprint(root, without="reflex.lock") == before:
            _stamp(root).write_text(fingerprint(root))


def is_stale(root: Path) -> bool:
    """Whether there are no built pages, or their sources have changed since."""
    built = _client(root) / "index.html"
    stamp = _stamp(root)
    return not (built.is_file() and stamp.is_file() and stamp.read_text() == fingerprint(root))


def fingerprint(root: Path, without: str = "") -> str:
    """A hash over everything the pages are made of, Reflex' version included."""
    hashed = sha256(version("reflex").encode())
    for file in sorted(_sources(root, without)):
        hashed.update(f"\0{file.relative_to(root)}\0".encode())
        hashed.update(sha256(file.read_bytes()).digest())
    return hashed.hexdigest()


def forget_addresses(lock: Path) -> None:
    """Leave out of bun's lock file where each package came from: its hash says what it is."""
    text = lock.read_text("utf-8")
    if (shorter := ADDRESS.sub(r'\1""', text)) != text:
        lock.write_text(shorter, "utf-8")


def spread_out(named: Path) -> None:
    """Write a JSON file as bun does, one name a line: Reflex at times leaves it all on one line."""
    text = named.read_text("utf-8")
    if (longer := json.dumps(json.loads(text), indent=2)) != text:
        named.write_text(longer, "utf-8")


def _sources(root: Path, without: str) -> Iterator[Path]:
    for name in SETTINGS:
        if (root / name).is_file():
            yield root / name
    for folder in SOURCES:
        for file in (root / folder).rglob("*") if folder != without else ():
            if file.is_file() and not set(file.relative_to(root).parts) & set(NOT_SOURCES):
                yield file


def _client(root: Path) -> Path:
    """Where Reflex leaves the built pages."""
    return root / ".web" / "build" / "client"


def _stamp(root: Path) -> Path:
    """Where the fingerprint of the built pages is kept: it goes when they go."""
    return root / ".web" / "build" / "fingerprint"


def _export(root: Path) -> None:
    """Have Reflex build, quietly; what it said is shown when it fails. Raises Stop."""
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    with subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as build:
        try:
            said, _nothing = build.communicate()
        except BaseException:
            # Reflex starts others; without their own group they would go on building.
            os.killpg(build.pid, signal.SIGTERM)
            raise
    if build.returncode:
        sys.stderr.write(said.decode(errors="replace"))
        raise Stop(_("The pages could not be built; what Reflex said of it is above."))
