"""Which of the rooms' lines are shown, and in what order. Pure."""

from collections.abc import Iterable
from typing import Final, Protocol, TypeVar

SHOWN: Final = 3
"""Lines of the Next list that stand open: nobody reads more. Source: docs/method.md#next."""

MOST: Final = 20
"""Most lines that are listed, those that can be opened among them. Source: docs/method.md#next."""


class Waiting(Protocol):
    """A line that can be put in order."""

    @property
    def rank(self) -> int:
        """0 for what others wait for, 1 for what was promised, 2 for what is good to do."""
        ...

    @property
    def since(self) -> str:
        """When it began to wait, in ISO 8601; empty for what has no beginning."""
        ...


Line = TypeVar("Line", bound=Waiting)


def in_order(lines: Iterable[Line]) -> list[Line]:
    """The first `MOST` lines: what others wait for, then promises, then the rest; oldest first."""
    return sorted(lines, key=lambda line: (line.rank, line.since))[:MOST]
