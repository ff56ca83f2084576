"""The one text of what was signed, and the hash by which a later change would show. Pure."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

SHOWN: Final = 8
"""Characters shown of a hash: to compare two by eye. Source: docs/method.md#seal."""


class Seal(StrEnum):
    """How a seal stands."""

    INTACT = "intact"
    BROKEN = "broken"
    """What is stored is not what was signed."""
    ERASED = "erased"
    """The words went with the person they were about; nothing is left to compare."""


def canonical(content: Mapping[str, Any]) -> str:
    """The one JSON text of `content`: keys sorted, no spaces; equal contents have equal texts."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def seal_of(content: Mapping[str, Any], salt: str) -> str:
    """SHA-256 of the salted canonical text, 64 hexadecimal characters.

    The salt lies with the words, so that once they are erased nobody can guess them from the hash.
    """
    return hashlib.sha256(f"{salt}\n{canonical(content)}".encode()).hexdigest()


def standing(content: Mapping[str, Any], salt: str, sha256: str | None, *, erased: bool) -> Seal:
    """How the seal stands over what is stored; `erased` says that an erasure is on record.

    Without its salt nothing can be compared: that is an erasure's doing, or somebody else's.
    """
    if salt and sha256 and hmac.compare_digest(seal_of(content, salt), sha256):
        return Seal.INTACT
    return Seal.ERASED if erased and not salt else Seal.BROKEN
