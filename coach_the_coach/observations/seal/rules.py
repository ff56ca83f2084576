"""The one text of what was signed, and the hash by which a later change would show. Pure."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(content: Mapping[str, Any]) -> str:
    """The one JSON text of `content`: keys sorted, no spaces; equal contents have equal texts."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def seal_of(content: Mapping[str, Any], salt: str) -> str:
    """SHA-256 of the salted canonical text, 64 hexadecimal characters.

    The salt lies with the words, so that once they are erased nobody can guess them from the hash.
    """
    return hashlib.sha256(f"{salt}\n{canonical(content)}".encode()).hexdigest()
