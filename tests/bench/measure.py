"""How a benchmark measures, and what it reports."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

ROUNDS: Final = 15
"""Times each side is measured, the two in turn, so that a slow moment of the machine hits both."""


@dataclass(frozen=True)
class Row:
    """One comparison: the same work done two ways, in milliseconds."""

    what: str
    this: str
    this_ms: float
    that: str
    that_ms: float

    @property
    def ratio(self) -> float:
        """How many times longer `this` takes than `that`."""
        return self.this_ms / self.that_ms if self.that_ms else float("inf")


def side_by_side(
    what: str,
    this: tuple[str, Callable[[], object]],
    that: tuple[str, Callable[[], object]],
    rounds: int = ROUNDS,
) -> Row:
    """Measure two named ways in turn, once unmeasured before; the median of each is reported."""
    taken: dict[str, list[float]] = {this[0]: [], that[0]: []}
    for number in range(rounds + 1):
        for name, work in (this, that):
            begun = time.perf_counter()
            work()
            if number:
                taken[name].append((time.perf_counter() - begun) * 1000)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    return Row(what, this[0], medians[this[0]], that[0], medians[that[0]])
