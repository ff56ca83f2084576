"""What is written down, said to whom and asked of whom: `python -m tests.foundation.actions`."""

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import coach_the_coach
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.audit import Told

MAP = Path(__file__).parent / "actions.txt"
"""Every action of the log, to be seen in review."""

READERS = {
    Told.NOBODY: "nobody else",
    Told.SUBJECT: "whom it is about",
    Told.ADMIN: "administrators",
    Told.BOTH: "whom it is about, administrators",
}


def marked() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every action that the program marks as logged, by what the log calls it."""
    for found in walk_packages(coach_the_coach.__path__, "coach_the_coach."):
        if not found.name.endswith("__main__"):
            import_module(found.name)
    for name, module in sorted(sys.modules.items()):
        if name.startswith("coach_the_coach.") and module is not None:
            for one in vars(module).values():
                action = getattr(one, audit.MARK, "")
                if inspect.isfunction(one) and one.__module__ == name and action:
                    yield action, one


def asked(function: Callable[..., Any]) -> str:
    """The permission that an action asks for first; else it is for whoever takes part."""
    found = re.search(r"Permission\.([A-Z_]+)", inspect.getsource(function))
    return found[1].lower().replace("_", ":", 1) if found else "taking part"


def actions() -> list[str]:
    """A line for each action: its name, its words, who reads of it, and who may do it."""
    by_name = dict(marked())
    own = {name for name in audit.WORDS if not name.startswith("tests:")}
    return [
        " | ".join((name, audit.WORDS[name], READERS[audit.TOLD[name]], _may(by_name.get(name))))
        for name in sorted(own)
    ]


def _may(function: Callable[..., Any] | None) -> str:
    return asked(function) if function else "entered by the program"


if __name__ == "__main__":
    MAP.write_text("\n".join(actions()) + "\n")
