"""What somebody erased is called, and how their names leave a report. Pure."""

import re
from collections.abc import Mapping
from typing import Any, Final

from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import NOBODYS

_LISTED: Final = re.compile(r"([0-9a-f]{32})(\s+\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)?", re.ASCII)
"""A line of the list: an id, and when they were erased."""


def pseudonym(number: int) -> tuple[str, str]:
    """The given and family name of whoever was erased, by the number of the erasure."""
    return _("Erased person"), str(number)


def address(number: int) -> str:
    """An e-mail address that is nobody's and never can be."""
    return f"erased-{number}@{NOBODYS}"


def listed(text: str) -> list[str]:
    """The public ids of a list that `coach erasures` wrote, each once.

    Raises Invalid with every line that has another form: none of them is passed over.
    """
    people: dict[str, None] = {}
    problems: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        found = _LISTED.fullmatch(line.strip())
        if found is not None:
            people[found[1]] = None
        elif line.strip():
            told = _("Line {number} is not an id as `coach erasures` lists them: “{line}”.")
            problems[f"line {number}"] = told.format(number=number, line=line.strip()[:60])
    if problems:
        raise Invalid(problems)
    return list(people)


def renamed(text: str, names: Mapping[str, str]) -> str:
    """`text` with each of these names replaced where it stands as words of its own.

    Not within a longer name: with a Jan Berg erased, Jan Berger and Anne-Jan Berg stay.
    """
    for name, instead in names.items():
        whole = rf"(?<![\w@])(?<!\w[-.+'’]){re.escape(name)}(?![\w@])(?![-+]\w)"
        text = re.sub(whole, lambda _found, to=instead: to, text)
    return text


def replaced(value: Any, names: Mapping[str, str]) -> Any:
    """`value` with these names replaced in its texts, in lists and maps too."""
    if isinstance(value, str):
        return renamed(value, names)
    if isinstance(value, list):
        return [replaced(one, names) for one in value]
    if isinstance(value, dict):
        return {replaced(key, names): replaced(one, names) for key, one in value.items()}
    return value
