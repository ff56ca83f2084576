"""The real program, started as a person starts it."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent


def command(*arguments: str, **environment: str) -> list[str]:
    """`coach` with these arguments, in an environment without the test runner's marks."""
    # Reflex behaves differently when it believes to be under test.
    settings = [f"{name}={text}" for name, text in environment.items()]
    run = [sys.executable, "-m", "coach_the_coach.cli", *arguments]
    return ["env", "-u", "PYTEST_CURRENT_TEST", *settings, *run]


def coach(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What `coach` says when it is run with these arguments."""
    return subprocess.run(
        command(*arguments, **environment), cwd=ROOT, capture_output=True, text=True, check=False
    )


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@dataclass
class Served:
    """A running server and what it said when it started."""

    port: int
    process: subprocess.Popen[str]
    said: list[str]

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def stop(self, sent: signal.Signals = signal.SIGTERM) -> int:
        """End it and return its status."""
        self.process.send_signal(sent)
        return self.process.wait(timeout=30)


@contextmanager
def serving(data: Path, *arguments: str, port: int = 0, **environment: str) -> Iterator[Served]:
    """`coach serve` with its data in `data`, from when it answers; it ends with the block.

    At a `port` of its own for 0.
    """
    port = port or free_port()
    run = command("serve", "--port", str(port), *arguments, COACH_DATA=str(data), **environment)
    log = data.with_suffix(".log")
    with (
        log.open("w") as errors,
        subprocess.Popen(
            run, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        said: list[str] = []
        try:
            assert process.stdout is not None
            for line in process.stdout:
                said.append(line.rstrip())
                if " is at " in line:
                    break
            assert process.poll() is None, "\n".join([*said, log.read_text()])
            yield Served(port, process, said)
        finally:
            process.terminate()
            process.wait(timeout=30)
