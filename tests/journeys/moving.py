"""A company whose clock a test moves: its server reads the time with an offset kept in a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from coach_the_coach.foundation import clock
from tests.journeys.company import Company, bring_in_people, company
from tests.serving import ROOT

MOVED: Final = Path(__file__).parent / "moved"
"""What moves the clock of a program that is started with this folder before its own."""


@dataclass(frozen=True)
class MovedClock:
    """The time of a company, moved by the seconds in a file."""

    file: Path

    def now(self) -> datetime:
        """The instant that it is there."""
        return clock.now() + timedelta(seconds=float(self.file.read_text()))

    def set(self, at: datetime) -> None:
        """Have it be this instant there, from which it goes on as any clock."""
        anew = self.file.with_suffix(".new")
        anew.write_text(str((at - clock.now()).total_seconds()))
        # In one step: a server that reads it meanwhile finds the one or the other.
        anew.replace(self.file)

    @property
    def environment(self) -> dict[str, str]:
        """What a program is started with that goes by it."""
        return {"MOVED_BY": str(self.file), "PYTHONPATH": f"{MOVED}:{ROOT}"}


@contextmanager
def company_at(at: datetime, folder: Path, people: str) -> Iterator[tuple[Company, MovedClock]]:
    """A company that begins at an instant with these people, and the clock that it goes by."""
    moved = MovedClock(folder / "clock")
    moved.set(at)
    data = folder / "data"
    bring_in_people(data, people, **moved.environment)
    with company(data, port=0, **moved.environment) as served:
        served.now = moved.now
        yield served, moved
