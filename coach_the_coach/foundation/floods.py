"""No fault fills a log: of what is logged again and again, one a second, with how many were not.

What broke for everybody at once breaks thousands of times a minute, each with the same trace.
"""

import logging
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from types import TracebackType
from typing import Final

SECOND: Final = 1.0
"""How long one fault is said but once. Source: docs/method.md#serving."""

MOST: Final = 500
"""Faults that are told apart; beyond it they are forgotten, and begin anew."""


@dataclass
class Floods(logging.Filter):
    """Lets a warning or an error through when the same one was not let through within a second."""

    name: str = ""
    nlen: int = 0
    _since: dict[object, float] = field(default_factory=dict)
    _left_out: dict[object, int] = field(default_factory=dict)
    _turn: Lock = field(default_factory=Lock)

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether this record is written; it says how many like it were not."""
        return record.levelno < logging.WARNING or self.lets(record, monotonic())

    def lets(self, record: logging.LogRecord, at: float) -> bool:
        """The same at the monotonic second `at`."""
        fault = _fault(record)
        with self._turn:
            if at - self._since.get(fault, at - SECOND) < SECOND:
                self._left_out[fault] = self._left_out.get(fault, 0) + 1
                return False
            if len(self._since) >= MOST:
                self._since.clear()
                self._left_out.clear()
            self._since[fault] = at
            left_out = self._left_out.pop(fault, 0)
        if left_out:
            record.msg, record.args = f"{record.getMessage()} (and {left_out} like it before)", ()
        return True


class BoundedLogger(logging.Logger):
    """A logger that no fault floods."""

    def __init__(self, name: str, level: int = logging.NOTSET) -> None:
        super().__init__(name, level)
        self.addFilter(FLOODS)


FLOODS: Final = Floods()


def keep_logs_short() -> None:
    """Have no logger of this process flooded, whether it is there already or comes yet."""
    logging.setLoggerClass(BoundedLogger)
    there = [logging.getLogger(), *logging.Logger.manager.loggerDict.values()]
    for logger in there:
        if isinstance(logger, logging.Logger):
            logger.addFilter(FLOODS)


def _fault(record: logging.LogRecord) -> object:
    """What makes two records one fault: the trace they come with, or else the words."""
    kind, _error, trace = record.exc_info or (None, None, None)
    if kind is None:
        return record.name, record.getMessage()
    return kind, _places(trace)


def _places(trace: TracebackType | None) -> tuple[object, ...]:
    """Where a trace comes by."""
    places: list[object] = []
    while trace is not None:
        places.append((trace.tb_frame.f_code, trace.tb_lineno))
        trace = trace.tb_next
    return tuple(places)
