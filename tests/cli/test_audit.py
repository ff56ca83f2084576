"""`coach audit` says in a sentence whether the log is as it was written, and prints its head."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from coach_the_coach.cli.audit import audit as commands
from coach_the_coach.cli.stop import Stop
from coach_the_coach.foundation import audit, chain, store
from coach_the_coach.foundation.audit import About

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def log(database_url: str) -> Iterator[None]:
    """A log of three entries, sealed, and one that is not."""
    store.open_at(database_url)
    with store.transaction() as session:
        for place in range(3):
            of = About(thing=f"t{place}", detail={"why": "x"})
            audit.note(session, "thing:do", actor_id=None, at=NOW, of=of)
    chain.seal(NOW)
    with store.transaction() as session:
        audit.note(session, "thing:do", actor_id=None, at=NOW)
    yield
    store.open_at(None)


def coach(*arguments: str) -> Result:
    """What `coach audit` says."""
    return CliRunner().invoke(commands, arguments)


WAITS = "1 entry is not sealed yet, since 2026-03-02 09:00:00 UTC."


@pytest.mark.usefixtures("log")
def test_a_whole_log_is_told_as_that():
    said = coach("verify")

    assert said.exit_code == 0
    assert said.stdout.splitlines() == [
        "The log is as it was written: 4 entries.",
        "Whether its end is there is shown by a published head: --head.",
        WAITS,
    ]


@pytest.mark.usefixtures("log")
def test_the_head_is_one_line_by_which_a_cut_log_is_known():
    head = coach("head").stdout.strip()
    whole = coach("verify", "--head", head)
    longer = coach("verify", "--head", f"9:{'0' * 64}")

    assert head.startswith("4:")
    assert (whole.exit_code, whole.stdout.splitlines()) == (
        0,
        ["The log is as it was written: 4 entries.", WAITS],
    )
    assert longer.exit_code == 1
    assert longer.stdout.splitlines()[:2] == [
        "The log is not as it was written.",
        "Link 5 is missing: the log was cut off before the head that was published.",
    ]


def test_an_emptied_log_is_not_the_one_whose_head_was_published(database_url: str):
    store.open_at(database_url)
    said = coach("verify", "--head", f"4:{'0' * 64}")
    store.open_at(None)

    assert said.exit_code == 1
    assert said.stdout.splitlines()[0] == "The log is not as it was written."


@pytest.mark.usefixtures("log")
def test_a_changed_log_is_named_with_its_first_fault_and_status_1():
    with store.transaction() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.connection().execute(text("SET LOCAL session_replication_role = replica"))
        else:
            session.connection().execute(text("DROP TRIGGER frozen_audit_entry_update"))
        session.connection().execute(text("UPDATE audit_entry SET thing = 'x' WHERE thing = 't1'"))
    said = coach("verify")

    assert said.exit_code == 1
    assert said.stdout.splitlines() == [
        "The log is not as it was written.",
        "Link 3 does not fit: it, its entry or what stood before it was changed, or somebody "
        "without the secret made it.",
        "Read before that: 2 entries.",
        WAITS,
    ]


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("head", ["", "4", "4:xyz", "0:" + "0" * 64, "-1:" + "0" * 64])
def test_what_is_no_head_is_said(head: str):
    assert isinstance(coach("verify", "--head", head).exception, Stop)


def test_nothing_sealed_has_no_head(database_url: str):
    store.open_at(database_url)
    assert isinstance(coach("head").exception, Stop)
    assert coach("verify").stdout.startswith("The log is as it was written: 0 entries.")
    store.open_at(None)
