"""Processes that carry letters as the workers of a server do, and may be killed at any moment."""

import time
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

CLEAN = get_context("forkserver")
"""Each process begins from one that has no thread and no connection of the tests."""

CLEAN.set_forkserver_preload(["coach_the_coach.notices.mail.actions"])

WAIT_SECONDS = 0.005
"""How long a carrier rests when nothing is due."""


def carry(values: dict[str, str], at: str, ready: str) -> None:
    """Carry what is due at an instant, until killed."""
    from coach_the_coach.foundation.jobs import run_due
    from coach_the_coach.notices.mail import actions
    from coach_the_coach.settings import share

    share(values)
    assert actions.SENDS
    Path(ready).touch()
    while True:
        run_due(datetime.fromisoformat(at))
        time.sleep(WAIT_SECONDS)


def carrier(values: dict[str, str], at: datetime, ready: Path) -> BaseProcess:
    """A process that carries, started."""
    ready.unlink(missing_ok=True)
    one = CLEAN.Process(target=carry, args=(values, at.isoformat(), str(ready)), daemon=True)
    one.start()
    return one
