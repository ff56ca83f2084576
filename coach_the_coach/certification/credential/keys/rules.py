"""How the house's keys are published: the document behind its did:web identifier. Pure."""

from base64 import urlsafe_b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from coach_the_coach.certification.credential.proof.rules import base58

RSA_BITS: Final = 3072
"""Size of the RSA key. Source: docs/method.md#certificates."""

ED25519: Final = b"\xed\x01"
"""What stands before an Ed25519 key in multibase, to say what it is."""

DID_CONTEXTS: Final = (
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/multikey/v1",
    "https://w3id.org/security/jwk/v1",
)
"""The vocabularies of the document."""


class Algorithm(StrEnum):
    """What a key signs with."""

    RS256 = "RS256"
    EDDSA = "EdDSA"


@dataclass(frozen=True)
class PublicKey:
    """The public half of a key, and whether it still signs."""

    kid: str
    algorithm: Algorithm
    jwk: dict[str, Any]
    made_at: datetime
    retired_at: datetime | None

    def name(self, did: str) -> str:
        """Its whole name."""
        return f"{did}#{self.kid}"


def did_document(did: str, keys: Iterable[PublicKey]) -> dict[str, Any]:
    """The document that did:web leads to: every key there ever was, those in use first.

    Of those in use the RSA key comes first: programs that look for no name take the first.
    """
    ordered = sorted(
        keys,
        key=lambda one: (
            one.retired_at is not None,
            one.algorithm is not Algorithm.RS256,
            -one.made_at.timestamp(),
            one.kid,
        ),
    )
    methods = [_method(did, one) for one in ordered]
    return {
        "@context": [*DID_CONTEXTS],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [one["id"] for one in methods],
    }


def _method(did: str, key: PublicKey) -> dict[str, Any]:
    """One key as the document has it."""
    common = {"id": key.name(did), "controller": did}
    if key.algorithm is Algorithm.RS256:
        return {**common, "type": "JsonWebKey", "publicKeyJwk": key.jwk}
    x = key.jwk["x"]
    raw = urlsafe_b64decode(x + "=" * (-len(x) % 4))
    return {**common, "type": "Multikey", "publicKeyMultibase": "z" + base58(ED25519 + raw)}
