"""Several processes at once: the limit holds for all of them together, on both databases."""

import subprocess
import sys
from pathlib import Path

from sqlmodel import select

from coach_the_coach.foundation import store
from coach_the_coach.identity.tables import Tries
from coach_the_coach.identity.throttle import HERE

PROCESSES = 4
TRIES = 50

TRIES_OF_ONE = """
import sys
from datetime import datetime
from coach_the_coach.foundation import store
from coach_the_coach.identity.throttle import TooMany, for_password, take

url, at, tries = sys.argv[1], datetime.fromisoformat(sys.argv[2]), int(sys.argv[3])
store.open_at(url)
print("ready", flush=True)
sys.stdin.readline()
looked_at = 0
for _ in range(tries):
    try:
        with store.transaction() as session:
            take(session, for_password("mo@example.com", "203.0.113.0/24", None), at)
        looked_at += 1
    except TooMany:
        pass
print(looked_at)
"""


def test_four_processes_with_fifty_tries_each_get_no_more_in_than_one(database_url: str):
    asked = [sys.executable, "-c", TRIES_OF_ONE, database_url, "2026-03-02T09:00:00+00:00"]
    running = [
        subprocess.Popen(
            [*asked, str(TRIES)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for _ in range(PROCESSES)
    ]
    for one in running:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    # All begin together, and not one after another as they started.
    for one in running:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    looked_at = [int(one.communicate(timeout=120)[0]) for one in running]

    assert [one.returncode for one in running] == [0] * PROCESSES
    assert sum(looked_at) == HERE.free
    store.open_at(database_url)
    try:
        with store.reading() as session:
            counted = session.exec(select(Tries.failures)).all()
        assert sorted(counted) == [HERE.free] * 3
    finally:
        store.open_at(None)
