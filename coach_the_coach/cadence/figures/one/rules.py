"""The file of what figures are made of: sessions, bookings, the team and the months. Pure."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from coach_the_coach.cadence.figures.rules import COUNTED

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet take a text for a formula. Source: docs/method.md#figures-file."""

SESSIONS: Final = (
    *("date", "week", "rep", "form", "purpose", "planned", "complete", "minutes"),
    *("developmental", "tied_to_open_cycle", "tactical", "strategic", "opportunistic", "status"),
    *("cycle_with", "cycle_opened", "cycle_closed", "answer"),
)
"""The columns of a session in the log; none holds a word of it."""

BOOKINGS: Final = (
    *("due_week", "date", "rep", "for", "status", "booked_minutes", "counts_as_booked"),
    *("in_the_log", "moved", "bypasses", "made", "first_begins", "imported", "removed"),
)
"""The columns of an appointment; instants are those of UTC."""

TEAM: Final = ("date", "is", "rep", "per_month", "minutes")
"""The columns of a rep in the team on a Monday, or at the end of a month, and their rhythm."""

ASKED: Final = ("date",)
"""The column of a request by a rep for a quarter of an hour."""

HOUSE: Final = ("began",)
"""The column of the day from which on anything counts."""

MONTHS: Final = ("month", "up_to", *COUNTED)
"""The columns of a month: what the program made of the rest."""


def without(columns: Sequence[str], *names: str) -> tuple[str, ...]:
    """Columns but for those that are somebody else's to read."""
    return tuple(one for one in columns if one not in names)


def readme(*, is_named: bool, is_me: bool) -> bytes:
    """What each file holds, and what is left out for whoever it was made for."""
    said = [_ABOUT]
    if not is_named:
        said.append(_NOT_NAMED)
    if not is_me:
        said.append(_NOT_OWN)
    return "\n\n".join(said).encode() + b"\n"


_ABOUT: Final = (
    "Sessions in the log, appointments, the team on each Monday and at the end of each month, and "
    "what the program made of them month by month. No word of the log is in it."
)
_NOT_NAMED: Final = (
    "Left out: with whom each session and each appointment was, and the rhythm agreed on with each "
    "rep. They are read by the coach and by whoever leads them directly. The kept rate, what was "
    "shortened and the coverage are counted rep by rep, so they cannot be made again from this "
    "file; what they came to stands in months.csv. Reps of team.csv are numbered."
)
_NOT_OWN: Final = (
    "Left out: with whom and from when to when a cycle lasted, and what a rep answered. They stand "
    "in the coach's own file alone."
)


def cell(value: Any) -> str:
    """A value as it stands in the file: yes or no, and no text that is taken for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    is_number = isinstance(value, int)
    return f"'{text}" if text.startswith(FORMULA) and not is_number else text


def table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Rows as CSV with a line of heads, in UTF-8 with the mark that spreadsheets look for."""
    written = io.StringIO(newline="")
    lines = csv.writer(written)
    lines.writerow(columns)
    lines.writerows([cell(row[name]) for name in columns] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def packed(files: Mapping[str, bytes]) -> bytes:
    """Several files in one that any system opens."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in files.items():
            pack.writestr(name, content)
    return whole.getvalue()
