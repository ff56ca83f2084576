"""Which figures may be shown, so that no sum or difference of them is of few people. Pure.

Every answer hangs on one coach and one month. What is shown are sets of answers of which any two
are nested or apart. Of each set that is shown, what is left once the shown ones within are taken
away has nobody in it, or enough people. All that can be worked out from the figures is then put
together of such remainders. See docs/decisions/0031-pulse.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

WHOLE: Final = "whole"
"""All that was said below somebody, and about them."""

HELD: Final = "held"
"""What was said about one coach and is not out yet."""

Name = tuple[int, str]
"""Whose figure it is, and of what: WHOLE, HELD, or a month that is out already."""

Month = tuple[int, date]
"""About whom something was said, and for which month."""


@dataclass(frozen=True)
class Node:
    """A figure that may be shown: who answered right here, and the figures within it."""

    name: Name
    people: frozenset[int] = frozenset()
    below: tuple["Node", ...] = ()
    is_out: bool = False
    """Whether it has been shown already."""

    months: tuple[Month, ...] = ()
    """Of what answers it is made, besides those below."""


def everybody(node: Node) -> frozenset[int]:
    """All who answered in what a figure is of."""
    return node.people.union(*map(everybody, node.below))


def hidden(node: Node) -> frozenset[int]:
    """Those of whom some answer within is in no figure that is out."""
    return frozenset() if node.is_out else node.people.union(*map(hidden, node.below))


def months_in(node: Node) -> list[Month]:
    """Of what answers a figure is made."""
    return [*node.months, *(month for one in node.below for month in months_in(one))]


def shown(roots: Iterable[Node], minimum: int) -> list[Node]:
    """The figures to be shown now, from above; nothing is shown below one that is not."""
    found: list[Node] = []
    waiting = [root for root in roots if _may_be_shown(root, minimum)]
    while waiting:
        node = waiting.pop(0)
        found.append(node)
        waiting += _chosen(node, minimum)
    return found


def forest(
    manager_of: Mapping[int, int],
    answered: Mapping[Month, frozenset[int]],
    out: Iterable[Month] = (),
) -> list[Node]:
    """All figures that there could be, as they are nested by these lines; `out` are shown already.

    Lines that go round in a circle end where they come back to somebody.
    """
    leaves = _leaves(answered, frozenset(out))
    below: dict[int, set[int]] = {}
    tops = {_climb(coach, manager_of, below) for coach in leaves}
    placed: set[int] = set()
    return [
        one
        for top in sorted(tops)
        if top not in placed
        for one in _made(top, below, leaves, placed)
    ]


def _is_enough(people: frozenset[int], minimum: int) -> bool:
    """Whether nobody is in it, or enough people."""
    return not people or len(people) >= minimum


def _may_be_shown(node: Node, minimum: int) -> bool:
    """Whether a figure has enough people, and what would be left of it has."""
    is_many = len(everybody(node)) >= minimum
    return is_many and not node.is_out and _is_enough(hidden(node), minimum)


def _chosen(node: Node, minimum: int) -> list[Node]:
    """Those right below a shown figure that can be shown beside it; the smallest give way."""
    able = [one for one in node.below if _may_be_shown(one, minimum)]
    able.sort(key=lambda one: (-len(hidden(one)), one.name))
    while able and not _is_enough(_left(node, able), minimum):
        # One of whom nothing is hidden, if any, would leave no more by giving way.
        able.remove(next(one for one in reversed(able) if hidden(one)))
    return able


def _left(node: Node, chosen: list[Node]) -> frozenset[int]:
    """Who is in what is left of a figure, when these of those below are shown."""
    names = {one.name for one in chosen}
    rest = (hidden(one) for one in node.below if one.name not in names)
    return node.people.union(*rest)


def _leaves(
    answered: Mapping[Month, frozenset[int]], out: frozenset[Month]
) -> dict[int, tuple[Node, ...]]:
    """For each coach what is out, month by month, and the rest as one."""
    held: dict[int, list[Month]] = {}
    leaves: dict[int, list[Node]] = {}
    for month, people in sorted(answered.items()):
        coach, on = month
        leaves.setdefault(coach, [])
        if month in out:
            name = (coach, on.isoformat())
            leaves[coach].append(Node(name, people, is_out=True, months=(month,)))
        else:
            held.setdefault(coach, []).append(month)
    for coach, months in held.items():
        people = frozenset[int]().union(*(answered[month] for month in months))
        leaves[coach].append(Node((coach, HELD), people, months=tuple(months)))
    return {coach: tuple(nodes) for coach, nodes in leaves.items()}


def _climb(coach: int, manager_of: Mapping[int, int], below: dict[int, set[int]]) -> int:
    """Note all lines above a coach; returns who is at the top."""
    here, seen = coach, {coach}
    while (above := manager_of.get(here)) is not None and above not in seen:
        below.setdefault(above, set()).add(here)
        seen.add(above)
        here = above
    return here


def _made(
    person: int,
    below: Mapping[int, set[int]],
    leaves: Mapping[int, tuple[Node, ...]],
    placed: set[int],
) -> tuple[Node, ...]:
    """The figures of one person: the whole of all below, or their own where nobody is.

    Nobody has two places, whatever the lines say.
    """
    placed.add(person)
    own = leaves.get(person, ())
    further = [
        node
        for one in sorted(below.get(person, ()))
        if one not in placed
        for node in _made(one, below, leaves, placed)
    ]
    return (Node((person, WHOLE), below=(*own, *further)),) if further else own
