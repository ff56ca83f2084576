"""What two blind scores of one session come to, and whether a third must look. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from statistics import median
from typing import Final

TOTALS_APART: Final = Fraction(3, 4)
"""Totals further apart than this call for a third. Source: docs/method.md#double-scoring."""

LEVELS_APART: Final = 2
"""So many levels apart in one dimension call for a third. Source: docs/method.md#double-scoring."""

SAW: Final = 2
"""So many observers must have seen a stop sign for it to count.

Source: docs/method.md#double-scoring."""

Levels = Mapping[int, int | None]
"""Levels by dimension; None, and a dimension that is missing, is one that was not observed."""


@dataclass(frozen=True)
class Scored:
    """What one observer gave: levels by dimension, and the keys of the stop signs they saw."""

    levels: Levels = field(default_factory=dict)
    stop_signs: Collection[str] = ()

    @property
    def total(self) -> Fraction | None:
        """The mean of the levels given; None where none was."""
        return mean(level for level in self.levels.values() if level is not None)


@dataclass(frozen=True)
class PairScore:
    """What counts of a session that two scored, and a third where they were too far apart."""

    levels: Mapping[int, Fraction]
    """By dimension, of those for which anybody gave a level."""

    total: Fraction | None
    """The mean of these; None where there is none."""

    is_apart: bool
    """Whether the first two are so far apart that a third must look."""

    differs: tuple[int, ...]
    """Dimensions in which the first two are so far apart, in their order."""

    stop_signs: frozenset[str]
    """Those that count: at least `SAW` of the observers saw them."""


def pair_score(first: Scored, second: Scored, third: Scored | None = None) -> PairScore:
    """What two scores come to, by exact fractions; with a third the middle one of each dimension.

    Without a third a dimension has the mean of the two, or the one level that was given; with one
    the middle of three, or the mean of two. What was not observed is in no mean.
    """
    scores = [first, second] + ([third] if third else [])
    numbers = sorted({number for one in scores for number in one.levels})
    given = {
        number: [Fraction(level) for one in scores if (level := one.levels.get(number)) is not None]
        for number in numbers
    }
    # The middle of two is their mean, and that of one is it itself.
    levels = {number: median(those) for number, those in given.items() if those}
    seen = Counter(key for one in scores for key in set(one.stop_signs))
    differs = dimensions_apart(first.levels, second.levels)
    return PairScore(
        levels=levels,
        total=mean(levels.values()),
        is_apart=bool(differs) or _are_totals_apart(first, second),
        differs=differs,
        stop_signs=frozenset(key for key, times in seen.items() if times >= SAW),
    )


def dimensions_apart(first: Levels, second: Levels) -> tuple[int, ...]:
    """The dimensions in which two gave levels that are `LEVELS_APART` or more apart."""
    return tuple(
        number
        for number in sorted(first.keys() & second.keys())
        if (one := first[number]) is not None
        and (other := second[number]) is not None
        and abs(one - other) >= LEVELS_APART
    )


def mean(levels: Iterable[int | Fraction]) -> Fraction | None:
    """The mean as an exact fraction; None of nothing."""
    given = list(levels)
    return Fraction(sum(given), len(given)) if given else None


def _are_totals_apart(first: Scored, second: Scored) -> bool:
    """Whether the totals are further apart than `TOTALS_APART`; not where one has none."""
    if first.total is None or second.total is None:
        return False
    return abs(first.total - second.total) > TOTALS_APART
