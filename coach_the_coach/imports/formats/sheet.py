"""A file of rows and columns: its letters, separator and header, what is wrong by line. Pure."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _, _n

MAX_BYTES: Final = 10 * 1024 * 1024
"""Bytes of one file; 50,000 people take about half. Source: docs/method.md#limits."""

MAX_ROWS: Final = 50_000
"""Rows of one file below its header. Source: docs/method.md#limits."""

MAX_SHOWN: Final = 50
"""Problems told at once; whoever mends these finds the others the next time.

Source: docs/method.md#limits.
"""

SEPARATORS: Final = (",", ";", "\t")
"""What may stand between two cells; the one most frequent in the header is taken."""

_BYTE_ORDER: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_EXCEL: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_SEPARATOR_LINE: Final = re.compile(r'"?sep=([,;\t])"?\r?\n', re.IGNORECASE)
# Control and format characters: not seen, and able to make one name look like another.
_HIDDEN: Final = frozenset({"Cc", "Cf"})


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong on a line of the file, counted from 1; line 0 is the file as a whole."""

    line: int
    text: str


@dataclass(frozen=True)
class Row:
    """One row: the line on which it begins, and its cells by column."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """What was read: the columns that are there, the rows that hold together, and the others."""

    columns: frozenset[str]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]


def told(problems: Sequence[Problem], most: int = MAX_SHOWN) -> dict[str, str]:
    """The problems as `Invalid` takes them, in order, at most `most` and the number of others."""
    ordered = sorted(set(problems))
    sentences: dict[str, str] = {}
    for problem in ordered[:most]:
        if problem.line == 0:
            key, text = "file", problem.text
        else:
            key = f"line {problem.line}"
            text = _("Line {line}: {text}").format(line=problem.line, text=problem.text)
        # Two things wrong on one line are told together.
        sentences[key] = f"{sentences[key]} {problem.text}" if key in sentences else text
    if len(ordered) > most:
        sentences["more"] = _("And {number} more.").format(number=len(ordered) - most)
    return sentences


def read_sheet(content: bytes, names: Mapping[str, str]) -> Sheet:
    """The table in a file; `names` says by which headings each column goes.

    Raises Invalid for what is no table of text at all.
    """
    text, notes = text_of(content)
    marked = _SEPARATOR_LINE.match(text)
    skipped = 1 if marked else 0
    separator = marked[1] if marked else _separator(text)
    rows = _rows(text[marked.end() :] if marked else text, separator, skipped)
    line, headings = next(rows, (0, ["no header"]))
    if line == 0:
        raise Invalid({"file": _("The file is empty.")})
    if isinstance(headings, Problem):
        return Sheet(frozenset(), (), (headings,), notes)
    columns = [names.get(_plain(heading), "") for heading in headings]
    problems = [
        Problem(line, _("the column {name} is there twice.").format(name=name))
        for name in sorted(set(columns) - {""})
        if columns.count(name) > 1
    ]
    unread = [
        heading for heading, name in zip(headings, columns, strict=True) if heading and not name
    ]
    if unread:
        notes += (_("Not read: {columns}.").format(columns=", ".join(unread[:10])),)
    kept = _judged(rows, columns, problems)
    return Sheet(frozenset(columns) - {""}, tuple(kept), tuple(problems), notes)


def text_of(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The letters of a file, and a note where their encoding had to be guessed. Raises Invalid."""
    if len(content) > MAX_BYTES:
        most = MAX_BYTES // 1024 // 1024
        raise Invalid({"file": _("The file is larger than {most} MB.").format(most=most)})
    if content.startswith(_EXCEL):
        raise Invalid({"file": _("This is an Excel workbook. Save it as “CSV UTF-8” first.")})
    notes: tuple[str, ...] = ()
    named = [name for mark, name in _BYTE_ORDER.items() if content.startswith(mark)]
    try:
        text = content.decode(named[0] if named else "utf-8")
    except UnicodeDecodeError:
        text = "\0" if named else content.decode("cp1252", errors="replace")
        notes = (_("Read as Windows text: check that names with accents are right."),)
    if "\0" in text or "\ufffd" in text:
        raise Invalid({"file": _("This is not text that can be read. Save it as “CSV UTF-8”.")})
    return text, notes


def clean(cell: str) -> str:
    """A cell without outer and double white space, its letters composed the one way (NFC)."""
    return " ".join(unicodedata.normalize("NFC", cell).split())


def is_hidden(cell: str) -> bool:
    """Whether a cell holds characters that are not seen and change what is."""
    # What is printable holds none of them, and that is told much sooner.
    return not cell.isprintable() and any(unicodedata.category(one) in _HIDDEN for one in cell)


def _plain(heading: str) -> str:
    """A heading as it is compared: lower-case, words parted by one underscore."""
    return re.sub(r"[\W_]+", "_", heading.lower()).strip("_")


def _separator(text: str) -> str:
    """The separator of the first line that says anything, quoted cells left out of account."""
    first = re.sub(r'"[^"]*"', "", next((line for line in text.splitlines() if line.strip()), ""))
    return max(SEPARATORS, key=first.count)


def _rows(text: str, separator: str, skipped: int) -> Iterator[tuple[int, list[str] | Problem]]:
    """Each row that is not blank with the line it begins on; a broken one is the last."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1 + skipped
        try:
            cells = [clean(cell) for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            reason = _("a quotation mark opens or closes in the wrong place, or a cell never ends.")
            yield line, Problem(line, reason)
            return
        if any(cells):
            yield line, cells


def _judged(
    rows: Iterator[tuple[int, list[str] | Problem]], columns: Sequence[str], problems: list[Problem]
) -> Iterator[Row]:
    """The rows that have the header's number of cells; the others become problems."""
    for number, (line, cells) in enumerate(rows):
        if isinstance(cells, Problem):
            problems.append(cells)
        elif number >= MAX_ROWS:
            reason = _("The file has more than {most} rows.").format(most=f"{MAX_ROWS:,}")
            problems.append(Problem(0, reason))
            return
        elif len(cells) < len(columns) or any(cells[len(columns) :]):
            reason = _n(
                "{cells} cell, but the header has {columns}.",
                "{cells} cells, but the header has {columns}.",
                len(cells),
            )
            problems.append(Problem(line, reason.format(cells=len(cells), columns=len(columns))))
        elif any(is_hidden(cell) for cell in cells):
            problems.append(Problem(line, _("a cell holds characters that cannot be seen.")))
        else:
            yield Row(
                line, {name: cell for name, cell in zip(columns, cells, strict=False) if name}
            )
