"""How far something long has come: one line that grows, or a line now and then in a log."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TextIO

import typer

from coach_the_coach.foundation.words import _

STEPS: Final = 10
"""Lines in a log, where there is no terminal for a line that grows."""


@contextmanager
def shown(what: str, out: TextIO) -> Iterator[Callable[[int, int], None]]:
    """Yield what is to be told how much is done, and of how much; it is shown on `out`."""
    if not out.isatty():
        yield _lines(what, out)
        return
    with typer.progressbar(length=100, label=what, file=out) as bar:
        yield lambda done, of: bar.update(done * 100 // of - bar.pos)


def _lines(what: str, out: TextIO) -> Callable[[int, int], None]:
    """A line at every tenth of the way."""
    told = 0

    def tell(done: int, of: int) -> None:
        nonlocal told
        step = done * STEPS // of
        if step > told:
            told = step
            line = _("{what}: {percent} %").format(what=what, percent=step * 100 // STEPS)
            typer.echo(line, file=out)
            out.flush()

    return tell
