"""What may stand in a log."""

import logging

import pytest

from coach_the_coach.foundation.logs import MAX_LOGGED, keep_logs_quiet, quiet


def test_no_log_holds_a_token_or_an_endless_text():
    assert quiet('GET /_event/?EIO=4&token=4f0c-11 "x"') == 'GET /_event/?EIO=4&token=... "x"'
    for name in ("id_token_hint", "logout_token", "client_secret", "csrf_token"):
        assert quiet(f"GET /end?{name}=ey.J0-x&a=1") == f"GET /end?{name}=...&a=1"
        assert "eyJ0" not in quiet(f"{{'{name}': 'eyJ0'}}")
    tab = "f08d1e64-bc3d-41ba-92cb-a73311da9f78"
    assert tab not in quiet(f"Attempting to send delta to disconnected client '{tab}'")
    assert quiet("x" * MAX_LOGGED) == "x" * MAX_LOGGED
    assert len(quiet("x" * 1_000_000)) < MAX_LOGGED + 100


def test_a_trace_in_a_log_is_quiet_too(caplog: pytest.LogCaptureFixture):
    keep_logs_quiet()
    try:
        raise ValueError("token=4f0c-11 " + "y" * 100_000)
    except ValueError:
        logging.getLogger("tests").exception("refused %s", "/?token=4f0c-11")

    assert caplog.messages == ["refused /?token=..."]
    assert "4f0c-11" not in caplog.text
    assert len(caplog.text) < 3 * MAX_LOGGED


@pytest.mark.parametrize("long", ["token" * 200_000, "token=" * 150_000, "'secret' : '" * 80_000])
def test_what_strangers_write_is_looked_through_once(long: str, caplog: pytest.LogCaptureFixture):
    """A look that takes the square of what was sent would take an hour here."""
    keep_logs_quiet()
    try:
        raise ValueError(f"x\n{long}")
    except ValueError:
        logging.getLogger("tests").exception("failed: %s", long)

    assert len(quiet(long)) < MAX_LOGGED + 100
    assert len(caplog.text) < 4 * MAX_LOGGED


def test_what_was_raised_is_on_one_line_whoever_wrote_it(caplog: pytest.LogCaptureFixture):
    keep_logs_quiet()
    try:
        raise ValueError("x\nsign-in of ada accepted\n  File of hers")
    except ValueError:
        logging.getLogger("tests").exception("failed")

    lines = caplog.text.splitlines()
    assert lines[-1] == "ValueError: x sign-in of ada accepted   File of hers"
    assert any(line.startswith('  File "') for line in lines)
