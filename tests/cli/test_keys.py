"""`coach keys` makes what is missing, lists all there ever were, and rotates."""

from collections.abc import Iterator

import pytest
from typer.testing import CliRunner, Result

from coach_the_coach.certification.credential.keys.queries import published
from coach_the_coach.cli.keys import keys as commands
from coach_the_coach.foundation import store


@pytest.fixture(autouse=True)
def _database(database_url: str) -> Iterator[None]:
    store.open_at(database_url)
    yield
    store.open_at(None)


def coach(*arguments: str) -> Result:
    """What `coach keys` says."""
    return CliRunner().invoke(commands, arguments)


def kids() -> list[tuple[str, bool]]:
    """Every key there ever was, and whether it is retired."""
    with store.reading() as session:
        return [(one.kid, one.retired_at is not None) for one in published(session)]


def test_keys_are_made_once_listed_and_rotated():
    made = coach()
    assert made.exit_code == 0
    assert made.stdout.count("made just now") == 2
    first = [kid for kid, _retired in kids()]
    assert all(kid in made.stdout for kid in first)
    assert "made just now" not in coach().stdout

    rotated = coach("rotate")

    assert rotated.stdout.count("retired") == 2
    assert rotated.stdout.count("in use") == 2
    assert {kid for kid, retired in kids() if retired} == {*first}
    assert len(kids()) == 4


def test_what_must_be_kept_is_said_in_the_help():
    said = " ".join(coach("--help").stdout.split())
    for words in ("the database", "the secret that opens", "COACH_PUBLIC_URL"):
        assert words in said
