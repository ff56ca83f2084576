"""A path as a TOML file, and as it is handed to the page that shows it. Pure."""

import base64
import json
import zlib
from collections.abc import Mapping
from typing import Any, Final

from coach_the_coach.certification.paths.rules import Path, content_hash, path_from, read_path
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _

MOST_BYTES: Final = 64_000
"""Most bytes of a file with a path. Source: docs/method.md#editing-paths."""

MOST_PACKED: Final = 4_000
"""Most characters by which a path goes through an address.

Source: docs/method.md#editing-paths.
"""


def toml_of(path: Path) -> str:
    """A path as a file that `read_path` reads, with its lists last."""
    content: dict[str, Any] = json.loads(content_hash(path)[0])
    lists = {name: content.pop(name) for name in ("requirements", "recertify")}
    text = _table(content)
    for name, listed in lists.items():
        for one in listed:
            text += f"\n[[{name}]]\n{_table(one)}"
    return text


def path_in(file: bytes) -> Path:
    """The path in a file. Raises Invalid, with all that does not hold as one text for the file."""
    if len(file) > MOST_BYTES:
        raise Invalid({"file": _("This file is too large to be a path.")})
    try:
        return read_path(file.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Invalid({"file": _("This file is not text.")}) from error
    except Invalid as error:
        told = [f"{place}: {said}" for place, said in error.problems.items() if place != "file"]
        raise Invalid({"file": " ".join(told) or error.problems["file"]}) from error


def packed(path: Path) -> str:
    """A path in few letters, to go through an address. Raises Invalid for a long one."""
    text = content_hash(path)[0]
    letters = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode()
    if len(letters) > MOST_PACKED:
        raise Invalid({"file": _("This path is too long to be brought in as a file.")})
    return letters


def unpacked(letters: str) -> Path | None:
    """The path that was packed; None for anything else."""
    try:
        text = zlib.decompressobj().decompress(base64.urlsafe_b64decode(letters), MOST_BYTES)
        return path_from(json.loads(text))
    except (ValueError, zlib.error, Invalid):
        return None


def _table(content: Mapping[str, Any]) -> str:
    return "".join(f"{name} = {_value(value)}\n" for name, value in content.items())


def _value(value: Any) -> str:
    """A value as TOML writes it: a text as JSON does, which TOML reads but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
