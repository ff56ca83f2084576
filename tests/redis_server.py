"""A Redis for one test, which can be stopped and started again."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from redis import Redis, RedisError

from tests.machine import missing
from tests.serving import free_port

START_SECONDS = 10

PASSWORD = "tell-nobody"


@dataclass
class RedisServer:
    """A Redis that keeps nothing over its end."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address, with its password."""
        return f"redis://:{PASSWORD}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Begin where it does not run, and wait until it answers."""
        if self.process is not None:
            return
        settings = {"port": self.port, "bind": "127.0.0.1", "requirepass": PASSWORD}
        settings |= {"save": "", "appendonly": "no", "dir": self.folder}
        given = [word for name, text in settings.items() for word in (f"--{name}", str(text))]
        self.process = subprocess.Popen(["redis-server", *given], stdout=subprocess.DEVNULL)
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                with Redis.from_url(self.url) as client:
                    client.ping()
                return
            except RedisError:
                assert time.monotonic() < until, "Redis does not answer"
                time.sleep(0.02)

    def stop(self) -> None:
        """End; what it knew is forgotten."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@contextmanager
def redis_server() -> Iterator[RedisServer]:
    """A Redis that answers and ends with the block; skips by name where there is none."""
    if shutil.which("redis-server") is None:
        missing("redis", "no redis-server on this machine")
    with TemporaryDirectory(prefix="coach-") as folder:
        server = RedisServer(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()
