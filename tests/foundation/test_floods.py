"""One fault is said once a second, however often it is met."""

import logging
from collections.abc import Iterator

import pytest

from coach_the_coach.foundation import floods
from coach_the_coach.foundation.floods import Floods


@pytest.fixture
def records() -> Iterator[logging.Logger]:
    """A logger with a limit of its own, which no other test shares."""
    logger = logging.getLogger("tests.floods")
    limit = Floods()
    logger.addFilter(limit)
    yield logger
    logger.removeFilter(limit)


def broken(words: str) -> Exception:
    """What is raised at one and the same place."""
    try:
        raise ValueError(words)
    except ValueError as error:
        return error


def test_the_same_trace_is_written_once_whatever_is_said_beside_it(
    records: logging.Logger, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    # All in one second, however long a thousand take.
    monkeypatch.setattr(floods, "monotonic", lambda: 60.0)
    for number in range(1000):
        records.error("error %s", number, exc_info=broken(f"at {number}"))

    assert caplog.messages == ["error 0"]


def test_other_faults_other_words_and_what_is_no_fault_are_written(
    records: logging.Logger, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(floods, "monotonic", lambda: 60.0)
    caplog.set_level(logging.INFO)
    try:
        int("x")
    except ValueError as error:
        records.error("another", exc_info=error)
    records.error("one", exc_info=broken("x"))
    for _number in range(3):
        records.warning("refused %s", "a")
        records.warning("refused %s", "b")
        records.info("done")

    assert caplog.messages == ["another", "one", "refused a", "refused b", *["done"] * 3]


def test_after_a_second_it_is_said_again_with_how_many_were_left_out():
    limit = Floods()

    def record() -> logging.LogRecord:
        return logging.LogRecord("tests", logging.ERROR, "", 0, "error %s", ("x",), None)

    assert limit.lets(record(), at=10.0)
    assert [limit.lets(record(), at=10.0 + part / 10) for part in range(1, 10)] == [False] * 9
    again = record()
    assert limit.lets(again, at=11.0)
    assert again.getMessage() == "error x (and 9 like it before)"
    assert limit.lets(record(), at=12.5)


def test_however_many_faults_there_are_little_is_remembered():
    limit = Floods()
    for number in range(10_000):
        record = logging.LogRecord("tests", logging.ERROR, "", 0, "error %s", (number,), None)
        assert limit.lets(record, at=1.0)

    assert len(limit._since) <= 500
