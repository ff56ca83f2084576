"""The file that keeps who can sign in to the demo company, and how it is shown."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Final

from coach_the_coach.demo.company import DemoCompany
from coach_the_coach.foundation.words import _

COLUMNS: Final = ("name", "role", "email", "password")
"""What stands side by side; what each will find stands on the line below."""


def keep_people(company: DemoCompany, path: Path) -> None:
    """Write who can sign in to `path`, readable by its owner alone; what was there is replaced."""
    content = {
        "company": company.name,
        "loaded_at": company.loaded_at.isoformat(),
        "people": [asdict(person) for person in company.people],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    # Made with its mode, so that there is no moment in which others could read it.
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(content, file, ensure_ascii=False, indent=2)
        file.write("\n")
    fresh.replace(path)


def lines(path: Path) -> list[str]:
    """The people of the file at `path` as an aligned table to print; empty without a file."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return []
    people = [
        {key: str(person[key]) for key in (*COLUMNS, "finds")} for person in content["people"]
    ]
    head = {
        "name": _("Name"),
        "role": _("Role"),
        "email": _("E-mail"),
        "password": _("Password"),
        "finds": "",
    }
    widths = {key: max(len(row[key]) for row in (head, *people)) for key in COLUMNS}
    table = []
    for row in (head, *people):
        cells = (row[key].ljust(widths[key]) for key in COLUMNS)
        table.append("  ".join(cells).rstrip())
        if row["finds"]:
            table.append(f"    {row['finds']}.")
    return table
