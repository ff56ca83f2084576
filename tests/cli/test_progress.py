"""How far something long has come, on a terminal and in a log."""

import io
from pathlib import Path

from coach_the_coach.cli.progress import shown
from tests.serving import coach


class Terminal(io.StringIO):
    """What is written to somebody who looks on."""

    def isatty(self) -> bool:
        return True


def test_a_log_gets_a_line_at_every_tenth():
    log = io.StringIO()

    with shown("Loading", log) as progress:
        for done in range(1, 64):
            progress(done, 63)

    assert log.getvalue().splitlines() == [f"Loading: {n}0 %" for n in range(1, 11)]


def test_a_log_gets_no_line_twice_where_there_is_little_to_do():
    log = io.StringIO()

    with shown("Loading", log) as progress:
        for done in range(1, 3):
            progress(done, 2)

    assert log.getvalue().splitlines() == ["Loading: 50 %", "Loading: 100 %"]


def test_a_terminal_gets_one_line_that_grows():
    terminal = Terminal()

    with shown("Loading", terminal) as progress:
        for done in range(1, 64):
            progress(done, 63)

    assert terminal.getvalue().count("\n") == 1
    assert "100%" in terminal.getvalue()


def test_a_company_as_large_as_asked_for_is_loaded_once(tmp_path: Path):
    size = ("demo", "--managers", "3", "--days", "40")

    first = coach(*size, COACH_DATA=str(tmp_path))
    again = coach(*size, COACH_DATA=str(tmp_path))

    assert first.returncode == 0, first.stderr
    assert "Loading the company: 100 %" in first.stdout.splitlines()
    assert "Chief Revenue Officer" in first.stdout
    assert (again.returncode, again.stdout) == (1, "")
    refused = "The demo company is only ever loaded into an empty database."
    assert again.stderr.splitlines()[1:] == [refused], "beside which database it is"


def test_a_company_that_is_too_small_is_told_in_words(tmp_path: Path):
    told = coach("demo", "--managers", "1", COACH_DATA=str(tmp_path))

    assert told.returncode == 2
    assert "--managers" in told.stderr
