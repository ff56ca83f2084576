"""What is looked for in the log. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Search:
    """What an administrator looks for; whatever is empty does not narrow it."""

    person: str = ""
    """Words of the name or the e-mail address of who did it, or whom it is about."""
    action: str = ""
    result: str = ""
    on: date | None = None
    """A day in the reader's own zone."""


def search_from(form: Mapping[str, str]) -> Search:
    """What a form asks for; a day that is none is not asked for."""
    try:
        on = date.fromisoformat(form.get("on", ""))
    except ValueError:
        on = None
    # A null character is text to a browser and not to a database.
    person = form.get("person", "").replace("\0", "")[:80]
    return Search(person, form.get("action", "")[:60], form.get("result", "")[:24], on)
