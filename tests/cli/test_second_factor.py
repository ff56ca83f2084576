"""The command about a second factor, run as at a terminal."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pyotp.totp import TOTP
from typer.testing import CliRunner, Result

from coach_the_coach.cli.commands import coach
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.identity import second_factor
from tests.cast import people

LOST = ("--reason", "The phone was stolen.")


@pytest.fixture(autouse=True)
def mo(database_url: str) -> Iterator[int]:
    """Mo, who has a second factor, by his inner id."""
    store.open_at(database_url)
    at = clock.now()
    with store.transaction() as session:
        who = people(session, at).mo.id or 0
        second_factor.begin(session, who, at)
        session.flush()
        totp = TOTP(second_factor.secret_to_show(session, who) or "")
        second_factor.confirm(session, who, totp.at(at - timedelta(seconds=30)), at)
    yield who
    store.open_at(None)


def run(*words: str) -> Result:
    return CliRunner().invoke(coach, ["remove-second-factor", *words])


def has_one(who: int) -> bool:
    with store.reading() as session:
        return second_factor.has_factor(session, who)


def test_it_is_taken_away_once_and_with_a_reason(mo: int):
    assert run("mo@example.com").exit_code == 2
    assert has_one(mo)

    done = run("mo@example.com", *LOST)

    assert (done.exit_code, done.stdout) == (
        0,
        "Mo Manager signs in anew, with the password alone, and is told so.\n",
    )
    assert not has_one(mo)
    assert isinstance(run("mo@example.com", *LOST).exception, Conflict)
