"""Each letter goes once, however many processes carry letters and whenever they are killed.

What is promised is in docs/decisions/0017-letters.md: every letter arrives; none arrives twice
unless a process ends between the mail server's yes and its own mark of it; and then both bear
the same Message-ID.
"""

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from coach_the_coach.foundation import jobs, store
from coach_the_coach.foundation.jobs import LEASE, Job, run_due
from coach_the_coach.notices.mail.actions import write
from coach_the_coach.notices.mail.rules import Letter
from tests.cast import NOW, people
from tests.mailbox import SENDER, Mailbox, mailbox  # noqa: F401 - a fixture
from tests.notices.mail.carriers import carrier

LETTERS = 60
CARRIERS = 3
KILLS = 10
PATIENCE_SECONDS = 60


@pytest.fixture
def letters(database_url: str, mailbox: Mailbox) -> Iterator[Mailbox]:  # noqa: F811 - the fixture
    """So many letters to Mo, due at NOW, in a database of the test's own; where they arrive."""
    store.open_at(database_url)
    with store.transaction() as session:
        mo = people(session).mo.id or 0
        for number in range(LETTERS):
            write(session, mo, Letter.PLEASE_AGREE, link="/", key=f"{number}", at=NOW)
    yield mailbox
    jobs._rests.clear()
    store.open_at(None)


def values(url: str, box: Mailbox) -> dict[str, str]:
    """What the environment says to a carrier."""
    return {
        "DATABASE_URL": url,
        "SMTP_URL": f"smtp://127.0.0.1:{box.port}",
        "COACH_MAIL_FROM": SENDER,
    }


def left() -> list[Job]:
    """The letters that have not gone, as far as the database knows."""
    with store.reading() as session:
        return list(session.exec(select(Job).where(col(Job.done_at).is_(None))))


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait until something holds; fails when it does not in time."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_several_processes_at_once_carry_each_letter_once(
    database_url: str, letters: Mailbox, tmp_path: Path
):
    given = values(database_url, letters)
    carriers = [carrier(given, NOW, tmp_path / f"{number}") for number in range(CARRIERS)]
    wait_for(lambda: not left())
    for one in carriers:
        one.kill()
        one.join()

    assert Counter(Counter(letters.ids).values()) == {1: LETTERS}


def test_whenever_carriers_are_killed_every_letter_arrives_and_hardly_one_twice(
    database_url: str, letters: Mailbox, tmp_path: Path
):
    letters.slow_seconds = 0.04
    given, chance = values(database_url, letters), random.Random()
    carriers = [carrier(given, NOW, tmp_path / f"{number}") for number in range(CARRIERS)]
    kills = 0
    while kills < KILLS and left():
        place = chance.randrange(CARRIERS)
        wait_for((tmp_path / f"{place}").exists)
        time.sleep(chance.uniform(0, 0.1))
        carriers[place].kill()
        carriers[place].join()
        kills += 1
        carriers[place] = carrier(given, NOW, tmp_path / f"{place}")
    # Whoever is killed had one letter in hand at most, whose lease has not run out.
    wait_for(lambda: all(one.lease for one in left()) and len(left()) <= kills)
    for one in carriers:
        one.kill()
        one.join()
    killed_in_all = kills + CARRIERS
    run_due(NOW + LEASE + timedelta(seconds=1))

    times = Counter(letters.ids)
    assert (left(), len(times)) == ([], LETTERS)
    assert sum(times.values()) - LETTERS <= killed_in_all


def test_a_letter_taken_by_one_that_was_killed_before_goes_after_its_lease(letters: Mailbox):
    assert jobs._claim(NOW) is not None

    assert run_due(NOW) == LETTERS - 1
    assert run_due(NOW + LEASE) == 0
    assert run_due(NOW + LEASE + timedelta(seconds=1)) == 1
    assert Counter(Counter(letters.ids).values()) == {1: LETTERS}


def test_what_the_server_took_and_nobody_marked_arrives_again_under_the_same_id(letters: Mailbox):
    claimed = jobs._claim(NOW)
    assert claimed is not None
    kind, job_id, _lease = claimed
    work = jobs._works[kind]
    assert isinstance(work, jobs.Errand)
    with store.reading() as session:
        one = session.get_one(Job, job_id)
        ready = work.prepare(session, one.key, json.loads(one.payload), NOW)
    work.carry_out(ready)

    run_due(NOW + LEASE + timedelta(seconds=1))

    assert len(letters.ids) == LETTERS + 1
    assert letters.ids[0] in letters.ids[1:]
    assert len(set(letters.ids)) == LETTERS
