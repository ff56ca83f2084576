"""An event with the guard before it, beside the same event of the same app without."""

import tempfile
from pathlib import Path
from typing import Final

from tests.attack.wire import Call, Socket, socket
from tests.bench.measure import Row, side_by_side
from tests.bench.program import counter_served
from tests.bench.watching import watchers
from tests.bench.wire import ROOT
from tests.databases import Databases

ROUNDS: Final = 600
"""Events of each that are measured."""

AIM_MS: Final = 1.0
"""How much longer a guarded event may take. Source: docs/method.md#speed."""

MORE: Final = Call(f"{ROOT}.counter___counter____counter.more")


def counted(page: Socket) -> None:
    """Count one more, and wait until the page knows. Raises AssertionError when it does not."""
    page.send(MORE.written())
    assert "number" in page.next()
    page.heard.clear()


def main() -> list[Row]:
    """Each on a worker of its own, asked in turn over a socket that is kept."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        url = Databases("sqlite", folder, "bench").fresh()
        [watcher] = watchers(url, 1)
        with (
            counter_served(folder / "guarded", url) as guarded,
            counter_served(folder / "bare") as bare,
            socket(guarded, watcher.secret) as ours,
            socket(bare, None) as theirs,
        ):
            for page in (ours, theirs):
                page.send(Call(f"{ROOT}.hydrate").written())
                page.next()
            row = side_by_side(
                "an event with the guard before it",
                ("guarded", lambda: counted(ours)),
                ("bare event", lambda: counted(theirs)),
                rounds=ROUNDS,
            )
    more = row.this_ms - row.that_ms
    met = "met" if more <= AIM_MS else "not met"
    print(f"the guard: the aim of {AIM_MS:.0f} ms more is {met} at {more:.2f} ms more")
    return [row]
