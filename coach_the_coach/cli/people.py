"""The demo people's passwords: made for this database, kept for its owner, shown at every start."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

FILE: Final = "demo-people.json"
"""Its name in the data folder."""


DemoPerson = Mapping[str, str]
"""Somebody one can sign in as: `name`, `title`, `email`, `password`."""

COLUMNS: Final = ("name", "title", "email", "password")
"""What is shown of them."""


def keep_people(folder: Path, people: Sequence[DemoPerson]) -> None:
    """Write who one can sign in as where only the owner can read it, whole or not at all."""
    file = folder / FILE
    unfinished = file.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump([dict(person) for person in people], out, ensure_ascii=False, indent=1)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(file)


def kept_people(folder: Path) -> list[DemoPerson]:
    """Who one can sign in as; nobody when there is no demo company here."""
    file = folder / FILE
    return json.loads(file.read_text("utf-8")) if file.is_file() else []


def as_lines(people: Sequence[DemoPerson]) -> list[str]:
    """A table for the terminal: name, title, e-mail, password."""
    rows = [[person[column] for column in COLUMNS] for person in people]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = ([text.ljust(width) for text, width in zip(row, widths, strict=True)] for row in rows)
    return ["  " + "  ".join(row).rstrip() for row in padded]
