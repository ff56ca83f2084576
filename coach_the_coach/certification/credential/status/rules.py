"""Bitstring Status Lists (W3C, 1.0): a bit for each place, and long enough to hide in. Pure."""

import gzip
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from coach_the_coach.certification.credential.rules import (
    CONTEXTS,
    PURPOSES,
    Format,
    Issuer,
    written,
)

LENGTH: Final = 131_072
"""Places of a list: the least that the standard allows, so that whoever asks for a list says
nothing of which place they look at. Source: docs/method.md#certificates.
"""

FILLED: Final = LENGTH // 4
"""Awards, and as many shares, that one list takes: half of it stays free, so that a place taken at
random says nothing of when. Source: docs/method.md#certificates.
"""

FRESH: Final = timedelta(minutes=5)
"""How long a list may be kept by whoever asked. Source: docs/method.md#certificates."""

STALE: Final = timedelta(days=1)
"""After how long a list counts no more. Source: docs/method.md#certificates."""


def encoded(places: Iterable[int]) -> str:
    """A list with these places set: gzip, then base64url, said to be so by its first letter."""
    bits = bytearray(LENGTH // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    return "u" + urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()


def is_set(text: str, place: int) -> bool:
    """Whether a place of an encoded list is set."""
    body = text.removeprefix("u")
    bits = gzip.decompress(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return bool(bits[place // 8] & (0x80 >> place % 8))


def list_of(place: int) -> tuple[int, int]:
    """The number of the list that holds a place, from 1, and where in it."""
    number, index = divmod(place, LENGTH)
    return number + 1, index


def list_credential(
    issuer: Issuer, purpose: str, number: int, form: Format, places: Iterable[int], at: datetime
) -> dict[str, Any]:
    """The list as a credential, not signed yet."""
    address = issuer.list_address(purpose, number, form)
    return {
        "@context": [CONTEXTS[0]],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.did,
        "validFrom": written(at),
        "validUntil": written(at + STALE),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encoded(places),
        },
    }


def asked_for(name: str) -> tuple[str, int, Format] | None:
    """Purpose, number and form that an address names, as in `revocation-1.jwt`; None for none."""
    form = Format.JWT if name.endswith(".jwt") else Format.DATA_INTEGRITY
    purpose, _dash, number = name.removesuffix(".jwt").partition("-")
    if purpose not in PURPOSES or not (number.isascii() and number.isdecimal()):
        return None
    return (purpose, int(number), form) if len(number) < 7 and int(number) > 0 else None
