"""An attacker who has every figure that was ever shown, unrounded, and knows who answered what for.

Of each figure they know the sum, and of which answers it is. Whatever they work out is a sum of
figures, each taken so many times, whole or in part, added or taken away. They win where answers of
fewer people than the minimum are left in such a sum.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

PRIME = 2_147_483_647
"""Sums are taken in remainders of it, so that they stay exact and small."""


class Answer(NamedTuple):
    """Who answered, about which coach, for which month."""

    person: int
    coach: int
    month: date


Figure = frozenset[Answer]
Atom = tuple[tuple[int, ...], frozenset[int]]
"""Answers that no figure parts: the figures that they are in, and whose they are."""


def least_made_out(figures: Iterable[Figure], minimum: int) -> frozenset[int]:
    """Fewer people than the minimum whose answers can be worked out together; empty for none."""
    shown = [figure for figure in set(figures) if figure]
    atoms = _atoms(shown)
    whole = _rank([column for column, _people in atoms])
    for chosen in _few(atoms, minimum):
        rest = [column for place, (column, _people) in enumerate(atoms) if place not in chosen]
        # Some sum of figures has nothing of the rest in it, and yet something of these.
        if _rank(rest) < whole:
            return frozenset[int]().union(*(atoms[place][1] for place in chosen))
    return frozenset()


def _atoms(figures: list[Figure]) -> list[Atom]:
    people: dict[tuple[int, ...], set[int]] = {}
    for answer in sorted(frozenset[Answer]().union(*figures)):
        column = tuple(int(answer in figure) for figure in figures)
        people.setdefault(column, set()).add(answer.person)
    return [(column, frozenset(whose)) for column, whose in people.items()]


def _few(atoms: list[Atom], minimum: int) -> Iterator[frozenset[int]]:
    """Every choice of atoms that are answers of fewer people than the minimum, by their places."""
    small = [place for place, (_column, whose) in enumerate(atoms) if len(whose) < minimum]
    waiting = [(frozenset([place]), atoms[place][1]) for place in small]
    while waiting:
        places, whose = waiting.pop()
        yield places
        for place in small:
            more = whose | atoms[place][1]
            if place > max(places) and len(more) < minimum:
                waiting.append((places | {place}, more))


def _rank(columns: list[tuple[int, ...]]) -> int:
    """How many of the columns no others make up."""
    basis: list[tuple[int, list[int]]] = []
    for column in columns:
        left = list(column)
        for pivot, row in basis:
            if left[pivot]:
                times = left[pivot]
                left = [(a - times * b) % PRIME for a, b in zip(left, row, strict=True)]
        pivot = next((place for place, number in enumerate(left) if number), None)
        if pivot is not None:
            inverse = pow(left[pivot], -1, PRIME)
            basis.append((pivot, [number * inverse % PRIME for number in left]))
    return len(basis)
