"""Whether a page is the reader's to open, and what is said in its place where it is not.

A page is opened by the handlers that it names; whoever may not call one of them may not open it.
What the address names is not looked at, so that the words are the same whatever is there.
"""

from collections.abc import Iterable
from types import TracebackType
from typing import Any

from reflex.event import EventHandler
from reflex_base.registry import RegistrationContext
from reflex_base.utils.exceptions import ReflexRuntimeError

from coach_the_coach.identity.marks import MARK
from coach_the_coach.shell.rules import Policy


def openers(path: str) -> list[Any]:
    """The functions that open the page at this path, in order; none where no app has pages."""
    try:
        events = RegistrationContext.get().app.get_load_events(path)
    except (LookupError, ReflexRuntimeError):
        return []
    return [one.fn for one in events if isinstance(one, EventHandler)]


def policies(functions: Iterable[Any]) -> list[Policy]:
    """The permissions of which each of them asks for one; without those that are for everybody."""
    return [asked for function in functions if (asked := getattr(function, MARK, ()))]


def came_from(trace: TracebackType | None, functions: Iterable[Any]) -> bool:
    """Whether one of these functions was running where something was raised."""
    codes = {function.__code__ for function in functions}
    while trace is not None:
        if trace.tb_frame.f_code in codes:
            return True
        trace = trace.tb_next
    return False
