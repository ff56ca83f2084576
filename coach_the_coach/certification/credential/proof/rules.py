"""Signing and verifying: a proof within (eddsa-rdfc-2022), or a signature around (RS256). Pure.

Contexts come from copies that are part of the program: none is ever fetched, whatever a document
names. See docs/decisions/0033-credential.md.
"""

import hashlib
import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey
from pyld import jsonld

from coach_the_coach.certification.credential.rules import CONTEXTS, written

SUITE: Final = "eddsa-rdfc-2022"
"""The suite of the proof within (W3C Data Integrity EdDSA Cryptosuites 1.0)."""

PURPOSE: Final = "assertionMethod"
"""What a key is used for here."""

JWS_ALGORITHM: Final = "RS256"
"""The algorithm of the signature around."""

ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
"""The 58 signs of base58, none of which looks like another."""

LONGEST: Final = 60_000
"""Characters of a credential that is looked at. Source: docs/method.md#certificates."""

FILES: Final[dict[str, str]] = dict(
    zip(CONTEXTS, ("credentials-v2", "open-badges-3.0.3"), strict=True)
)
"""The file of each context."""

Keys = Mapping[str, dict[str, Any]]
"""Public keys as JWK, by their whole name (`did#key`)."""


class NotProved(Exception):
    """A signature that does not hold, or not for what it stands beside."""


def sign_document(
    document: Mapping[str, Any], key: Ed25519PrivateKey, *, name: str, at: datetime
) -> dict[str, Any]:
    """The document with a proof within; `name` is the key's whole name."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": written(at),
        "verificationMethod": name,
        "proofPurpose": PURPOSE,
    }
    signature = key.sign(_to_sign(document, proof))
    return {**document, "proof": {**proof, "proofValue": "z" + base58(signature)}}


def verify_document(document: Mapping[str, Any], keys: Keys, *, issuer: str) -> None:
    """Raises NotProved unless the proof within holds for every word of the document.

    `keys` are those of the `issuer`, old ones too.
    """
    body = {name: value for name, value in document.items() if name != "proof"}
    proof = document.get("proof")
    if not isinstance(proof, dict):
        raise NotProved("no proof")
    value = proof.get("proofValue")
    config = {name: text for name, text in proof.items() if name != "proofValue"}
    expected = {"type": "DataIntegrityProof", "cryptosuite": SUITE, "proofPurpose": PURPOSE}
    if not (isinstance(value, str) and expected.items() <= config.items()):
        raise NotProved("another proof")
    _require_issuer(body, issuer)
    key = _public(config.get("verificationMethod"), keys, "OKP")
    if not _says_all(body):
        raise NotProved("words that no context knows")
    try:
        public = Ed25519PublicKey.from_public_bytes(_unpadded(key["x"]))
        public.verify(unbase58(value.removeprefix("z")), _to_sign(body, config))
    except (InvalidSignature, ValueError, KeyError, jsonld.JsonLdError) as error:
        raise NotProved("the proof does not hold") from error


def sign_token(document: Mapping[str, Any], key: RSAKey, *, name: str) -> str:
    """The document as a JWT with a signature around: its claims beside the credential's words."""
    header = {"alg": JWS_ALGORITHM, "typ": "JWT", "kid": name}
    payload = {**document, **_claims(document)}
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    return jws.serialize_compact(header, text, key, algorithms=[JWS_ALGORITHM])


def verify_token(token: str, keys: Keys, *, issuer: str) -> dict[str, Any]:
    """The words of a token whose signature holds, without its claims. Raises NotProved."""
    try:
        found = jws.extract_compact(token.encode())
        key = _public(found.protected.get("kid"), keys, "RSA")
        checked = jws.deserialize_compact(token, RSAKey.import_key(key), algorithms=[JWS_ALGORITHM])
        payload = json.loads(checked.payload)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise NotProved("the signature does not hold") from error
    claims = ("iss", "jti", "nbf", "sub", "exp")
    body = {name: value for name, value in payload.items() if name not in claims}
    said = {name: payload[name] for name in claims if name in payload}
    _require_issuer(body, issuer)
    if said != _claims(body):
        raise NotProved("its claims say something else")
    return body


def base58(content: bytes) -> str:
    """Bytes in the letters of base58."""
    number, text = int.from_bytes(content), ""
    while number:
        number, place = divmod(number, 58)
        text = ALPHABET[place] + text
    zeros = len(content) - len(content.lstrip(b"\0"))
    return ALPHABET[0] * zeros + text


def unbase58(text: str) -> bytes:
    """The bytes of a text in base58, at most 100 letters. Raises ValueError."""
    if len(text) > 100:
        raise ValueError("too long")
    number = 0
    for letter in text:
        number = number * 58 + ALPHABET.index(letter)
    zeros = len(text) - len(text.lstrip(ALPHABET[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def _claims(document: Mapping[str, Any]) -> dict[str, Any]:
    """The registered claims of a token: what the credential says in the words of JWT."""
    subject = document["credentialSubject"]
    claims = {
        "iss": _issuer(document),
        "jti": document["id"],
        "nbf": _seconds(document["validFrom"]),
    }
    if "id" in subject:
        claims["sub"] = subject["id"]
    if "validUntil" in document:
        claims["exp"] = _seconds(document["validUntil"])
    return claims


def _seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def _issuer(document: Mapping[str, Any]) -> Any:
    """The issuer's identifier, alone or with more about them."""
    issuer = document.get("issuer")
    return issuer.get("id") if isinstance(issuer, dict) else issuer


def _require_issuer(document: Mapping[str, Any], issuer: str) -> None:
    contexts = document.get("@context")
    if contexts not in ([*CONTEXTS], [CONTEXTS[0]]) or _issuer(document) != issuer:
        raise NotProved("of another issuer, or in other words")


def _public(name: Any, keys: Keys, kind: str) -> dict[str, Any]:
    """The public key of that name and kind. Raises NotProved."""
    key = keys.get(name) if isinstance(name, str) else None
    if key is None or key.get("kty") != kind:
        raise NotProved("no key of ours")
    return key


def _to_sign(document: Mapping[str, Any], proof: Mapping[str, Any]) -> bytes:
    """What is signed: the hash over what the proof says, then that over the document."""
    about = {"@context": document["@context"], **proof}
    return b"".join(hashlib.sha256(_canonical(one).encode()).digest() for one in (about, document))


def _canonical(document: Mapping[str, Any]) -> str:
    """The document's statements in the one order and writing (RDF Dataset Canonicalization)."""
    options: Any = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": _loader,
    }
    return str(jsonld.normalize(deepcopy(dict(document)), options))


def _says_all(document: Mapping[str, Any]) -> bool:
    """Whether every word of the document is a statement: what no context knows is not signed."""
    if len(json.dumps(document)) > LONGEST:
        return False
    options: Any = {"documentLoader": _loader}
    try:
        expanded = jsonld.expand(deepcopy(dict(document)), options)
        whole = jsonld.compact(expanded, document["@context"], options)
    except jsonld.JsonLdError:
        return False
    return _plain(whole) == _plain(document)


def _plain(value: Any) -> Any:
    """A value in which one alone is the same as a list of one."""
    if isinstance(value, list):
        parts = [_plain(one) for one in value]
        return parts[0] if len(parts) == 1 else parts
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return value


def _loader(url: str, _options: Any = None) -> dict[str, Any]:
    """A context by its name, from the program's own copies. Raises JsonLdError for any other."""
    if url not in FILES:
        raise jsonld.JsonLdError("no such context here", "jsonld.LoadDocumentError")
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": context(url),
    }


@cache
def context(url: str) -> dict[str, Any]:
    """The copy of a context."""
    folder = resources.files("coach_the_coach.certification.credential.proof") / "contexts"
    return json.loads((folder / f"{FILES[url]}.json").read_text(encoding="utf-8"))


def _unpadded(text: str) -> bytes:
    """The bytes of base64url without its filling."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
