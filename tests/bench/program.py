"""One worker of an app, as it is served, but for its pages: `python -m tests.bench.program`.

A process of its own, so that what asks and what answers do not share an interpreter.
"""

import multiprocessing
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from coach_the_coach.cli.server import APP, REFLEX
from tests.bench.wire import answers
from tests.serving import ROOT, free_port

COUNTER = dedent(
    '''
    """The least that Reflex can do: an event adds one, and the page is told."""

    import reflex as rx


    class Counter(rx.State):
        """One number."""

        number: int = 0

        @rx.event
        async def more(self):
            """Add one."""
            self.number += 1


    app = rx.App()


    @app.add_page
    def index() -> rx.Component:
        """The number."""
        return rx.text(Counter.number)
    '''
)

GUARDED = (
    COUNTER.replace(
        "import reflex as rx\n",
        "import reflex as rx\n\n"
        "from coach_the_coach.identity.access import Permission\n"
        "from coach_the_coach.identity.guard import stand_guard\n"
        "from coach_the_coach.identity.marks import handler\n",
    )
    .replace("@rx.event", "@handler(Permission.SELF)")
    .replace("app = rx.App()\n", "app = rx.App()\nstand_guard(app)\n")
)
"""The same with the guard of the house before it, and nothing else of the house."""

RXCONFIG = """
import reflex as rx

config = rx.Config(
    app_name="counter",
    telemetry_enabled=False,
    state_manager_mode="memory",
    disable_plugins=[rx.plugins.SitemapPlugin],
)
"""


@contextmanager
def coach_served(data: Path, url: str, *, python: Path | None = None, **more: str) -> Iterator[int]:
    """The program on the database at `url`; yields its port.

    `more` is set besides, and what lies in the folder `python` is found before anything else.
    """
    port = free_port()
    settings = {"COACH_DATA": str(data), "COACH_PORT": str(port), "DATABASE_URL": url, **more}
    with _served(APP, port, ROOT, settings, python=python):
        yield port


@contextmanager
def counter_served(folder: Path, url: str = "") -> Iterator[int]:
    """A Reflex app that counts and does nothing else; yields its port.

    With the `url` of a database the guard stands before it.
    """
    place = folder / "counter"
    place.mkdir(parents=True)
    (place / "__init__.py").touch()
    (place / "counter.py").write_text(GUARDED if url else COUNTER)
    (folder / "rxconfig.py").write_text(RXCONFIG)
    port = free_port()
    settings = {"COACH_DATA": str(folder / "data"), "DATABASE_URL": url} if url else {}
    with _served("counter.counter:app", port, folder, settings):
        yield port


@contextmanager
def _served(
    target: str, port: int, folder: Path, settings: dict[str, str], python: Path | None = None
) -> Iterator[None]:
    """A worker of `target` in `folder`, from when it answers; it ends with the block."""
    there = REFLEX | settings | {"REFLEX_ENV_MODE": "prod", "__REFLEX_SKIP_COMPILE": "true"}
    found = f"{python or folder}:{ROOT}:{folder}"
    there |= {"PYTHONPATH": found, "REFLEX_DIR": str(folder / ".reflex")}
    run = [sys.executable, "-m", "tests.bench.program", target, str(port)]
    given = [f"{name}={text}" for name, text in there.items()]
    with subprocess.Popen(["env", *given, *run], cwd=folder) as process:
        try:
            answers(port, process)
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)


def main(target: str, port: int) -> None:
    """Serve with the same server and the same settings as `coach serve`."""
    multiprocessing.set_start_method("spawn", force=True)
    Server(
        target=target,
        factory=True,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGI,
        workers=1,
        workers_kill_timeout=3,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
