"""A tap, durable when acknowledged, beside the least that Reflex can do: an event that counts."""

import tempfile
from pathlib import Path
from typing import Final

from tests.bench.measure import Row, side_by_side
from tests.bench.program import coach_served, counter_served
from tests.bench.watching import watchers
from tests.bench.wire import ROOT, Tapping, events
from tests.databases import Databases

ROUNDS: Final = 400
"""Taps and events that are measured."""

AIM_MS: Final = 1.0
"""How much longer a tap may take than an event. Source: docs/method.md#speed."""

MORE: Final = f"{ROOT}.counter___counter____counter.more"


def main() -> list[Row]:
    """Each on a worker of its own, asked in turn over a connection that is kept."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        url = Databases("sqlite", folder, "bench").fresh()
        [watcher] = watchers(url, 1)
        with (
            coach_served(folder / "data", url) as port,
            counter_served(folder / "bare") as bare,
            events(bare) as page,
        ):
            tapping = Tapping(port, watcher.secret, watcher.observation)
            row = side_by_side(
                "a tap that is kept",
                ("tap", tapping.tap),
                ("bare event", lambda: page.send(MORE)),
                rounds=ROUNDS,
            )
    more = row.this_ms - row.that_ms
    met = "met" if more <= AIM_MS else "not met"
    print(f"a tap: the aim of {AIM_MS:.0f} ms more is {met} at {more:.2f} ms more")
    return [row]
