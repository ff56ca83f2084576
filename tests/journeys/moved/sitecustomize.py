"""Moves the clock of a program by what a file says; for a program that a test starts, alone.

Python reads this module before anything else where this folder is on PYTHONPATH, see
`tests/journeys/moving.py`. The product has no setting that does this.
"""

import os
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from coach_the_coach.foundation import clock

_file = Path(os.environ["MOVED_BY"])
_now = clock.now


def now() -> datetime:
    """The instant that the test says it is."""
    return _now() + timedelta(seconds=float(_file.read_text()))


def today(zone: str) -> date:
    """The date of that instant in a time zone."""
    return now().astimezone(ZoneInfo(zone)).date()


clock.now, clock.today = now, today
