"""A signature holds for every word, by the keys of the house alone, without a network."""

import hmac
import json
import socket
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from joserfc import jws
from joserfc.jwk import RSAKey
from joserfc.util import urlsafe_b64encode

from coach_the_coach.certification.credential.keys.rules import Algorithm
from coach_the_coach.certification.credential.proof.rules import (
    NotProved,
    sign_document,
    sign_token,
    verify_document,
    verify_token,
)
from coach_the_coach.certification.credential.rules import CONTEXTS, Format, credential_of
from tests.cast import NOW
from tests.certification.credential.given import DID, made
from tests.certification.credential.test_rules import HOUSE, SAID

ED, RSA = f"{DID}#ed", f"{DID}#rsa"

Change = Callable[[dict[str, Any]], object]


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object, **_named: object) -> None:
        raise AssertionError("somebody asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def keys() -> dict[str, dict[str, Any]]:
    """The public keys of the house."""
    return {ED: made(Algorithm.EDDSA)[1], RSA: made(Algorithm.RS256)[1]}


def ed_key() -> Ed25519PrivateKey:
    key = load_pem_private_key(made(Algorithm.EDDSA)[0].encode(), None)
    assert isinstance(key, Ed25519PrivateKey)
    return key


def rsa_key() -> RSAKey:
    return RSAKey.import_key(made(Algorithm.RS256)[0])


def proved() -> dict[str, Any]:
    """A credential with a proof within."""
    document = credential_of(SAID, HOUSE, Format.DATA_INTEGRITY)
    return sign_document(document, ed_key(), name=ED, at=NOW)


def token() -> str:
    """The same with a signature around."""
    return sign_token(credential_of(SAID, HOUSE, Format.JWT), rsa_key(), name=RSA)


def test_what_was_signed_verifies():
    verify_document(json.loads(json.dumps(proved())), keys(), issuer=DID)
    assert verify_token(token(), keys(), issuer=DID) == credential_of(SAID, HOUSE, Format.JWT)


TAMPERED: dict[str, Change] = {
    "another level": lambda one: one["credentialSubject"]["achievement"].update(
        humanCode="Level 3"
    ),
    "a later end": lambda one: one.update(validUntil="2040-01-01T00:00:00Z"),
    "another holder": lambda one: one["credentialSubject"].update(id="urn:uuid:" + "0" * 36),
    "no status": lambda one: one.pop("credentialStatus"),
    "another place in the list": lambda one: one["credentialStatus"][0].update(
        statusListIndex="78"
    ),
    "another issuer": lambda one: one["issuer"].update(id="did:web:evil.example"),
    "less evidence": lambda one: one.pop("evidence"),
}
"""Changes that everybody must refuse."""

OF_PROOF: dict[str, Change] = {
    "a word that no context knows": lambda one: one.update(rank="best"),
    "a word by its whole name": lambda one: one.update({"https://schema.org/award": "best"}),
    "another context": lambda one: one.update({"@context": [*CONTEXTS, "https://evil.example/c"]}),
    "words of its own": lambda one: one["@context"].append({"rank": "https://evil.example/rank"}),
    "another day of the proof": lambda one: one["proof"].update(created="2020-01-01T00:00:00Z"),
    "for another purpose": lambda one: one["proof"].update(proofPurpose="authentication"),
    "another suite": lambda one: one["proof"].update(cryptosuite="eddsa-jcs-2022"),
    "somebody else's key": lambda one: one["proof"].update(
        verificationMethod="did:web:evil.example#ed"
    ),
    "a key of another kind": lambda one: one["proof"].update(verificationMethod=RSA),
    "half a signature": lambda one: one["proof"].update(proofValue=one["proof"]["proofValue"][:-1]),
    "no signature": lambda one: one["proof"].pop("proofValue"),
    "no proof": lambda one: one.pop("proof"),
    "very long": lambda one: one.update(description="x" * 70_000),
}
"""Changes of what only the proof within has."""


@pytest.mark.parametrize("change", [*TAMPERED.items(), *OF_PROOF.items()], ids=lambda one: one[0])
def test_a_changed_document_is_refused(change: tuple[str, Change]):
    document = deepcopy(proved())
    change[1](document)
    with pytest.raises(NotProved):
        verify_document(document, keys(), issuer=DID)


@pytest.mark.parametrize("change", TAMPERED.items(), ids=lambda one: one[0])
def test_a_changed_token_is_refused(change: tuple[str, Change]):
    with pytest.raises(NotProved):
        verify_token(tampered(token(), change[1]), keys(), issuer=DID)


def tampered(text: str, change: Change) -> str:
    """A token with other words behind its signature."""
    found = jws.extract_compact(text.encode())
    payload = json.loads(found.payload)
    change(payload)
    head, _body, signature = text.split(".")
    return f"{head}.{urlsafe_b64encode(json.dumps(payload).encode()).decode()}.{signature}"


def signed_otherwise(header: dict[str, Any], key: Any) -> str:
    """The same words, signed in another way."""
    text = json.dumps({**credential_of(SAID, HOUSE, Format.JWT)}).encode()
    return jws.serialize_compact(header, text, key, algorithms=[header["alg"]])


def signed_with_the_public_key() -> str:
    """A token whose signature is a digest keyed with what everybody knows."""
    public = RSAKey.import_key(made(Algorithm.RS256)[1]).as_pem(private=False)
    head = urlsafe_b64encode(json.dumps({"alg": "HS256", "kid": RSA}).encode()).decode()
    said = f"{head}.{token().split('.')[1]}"
    digest = hmac.digest(public, said.encode(), "sha256")
    return f"{said}.{urlsafe_b64encode(digest).decode()}"


def test_a_token_signed_in_another_way_is_refused():
    confused = signed_with_the_public_key()
    other = RSAKey.generate_key(2048)
    forged = signed_otherwise({"alg": "RS256", "kid": RSA}, other)
    unclaimed = signed_otherwise({"alg": "RS256", "kid": RSA}, rsa_key())
    none = f"eyJhbGciOiJub25lIn0.{token().split('.')[1]}."
    for text in (confused, forged, unclaimed, none, "", "a.b.c", token() + "x"):
        with pytest.raises(NotProved):
            verify_token(text, keys(), issuer=DID)


def test_what_another_house_signed_is_not_ours():
    with pytest.raises(NotProved):
        verify_document(proved(), keys(), issuer="did:web:other.example")
    with pytest.raises(NotProved):
        verify_token(token(), keys(), issuer="did:web:other.example")
    with pytest.raises(NotProved):
        verify_document(proved(), {}, issuer=DID)
