"""A provider that lies: each case is an issuer of its own, and changes one thing alone."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from coach_the_coach.foundation import clock

CLIENT = "coach"
SECRET = "a secret of theirs and ours"
ACCESS_TOKEN = "an access token nobody needs"

OURS = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
"""The key that the provider publishes."""

FOREIGN = RSAKey.generate_key(2048, {"kid": "one"})
"""Somebody else's, by the same name."""

BROUGHT = ECKey.generate_key("P-256", {"kid": "one"})
"""One that a token brings along."""

GONE = object()
"""Takes a claim away."""


def _at(seconds: int) -> int:
    return int(clock.now().timestamp()) + seconds


def _now(seconds: int) -> Callable[[], int]:
    return lambda: _at(seconds)


@dataclass(frozen=True)
class Lie:
    """What one case changes, and what our log calls it."""

    refused: str
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    sign: str = "ours"
    metadata: dict[str, Any] = field(default_factory=dict)
    answer: tuple[int, str, str] | None = None
    """Status, kind and body of the token endpoint; None for a right one."""
    with_id_token: bool = True
    query: dict[str, str] = field(default_factory=dict)
    """Added to what the browser brings back."""
    keys: dict[str, Any] | None = None


RS = "RS256"
LEAST = {"authorization_response_iss_parameter_supported": True}
SIGNS = "id_token_signing_alg_values_supported"

LIES: dict[str, Lie] = {
    "bad nonce": Lie("invalid_claim: nonce", {"nonce": "another"}),
    "no nonce": Lie("missing_claim: nonce", {"nonce": GONE}),
    "nonce that is no text": Lie("invalid_claim: nonce", {"nonce": [1]}),
    "wrong aud": Lie("missing_claim: azp", {"aud": "another", "azp": GONE}),
    "wrong aud with our azp": Lie("invalid_claim: aud", {"aud": "another", "azp": CLIENT}),
    "several aud": Lie("invalid_claim: aud", {"aud": [CLIENT, "another"], "azp": CLIENT}),
    "several aud with a foreign azp": Lie(
        "invalid_claim: azp", {"aud": [CLIENT, "another"], "azp": "another"}
    ),
    "foreign azp": Lie("invalid_claim: azp", {"azp": "another"}),
    "no aud": Lie("missing_claim: aud", {"aud": GONE}),
    "empty aud": Lie("invalid_claim: aud", {"aud": []}),
    "bad iss": Lie("invalid_claim: iss", {"iss": "https://another.example"}),
    "no iss": Lie("missing_claim: iss", {"iss": GONE}),
    "metadata of another issuer": Lie("other_issuer", metadata={"issuer": "https://a.example"}),
    "answer of another issuer (RFC 9207)": Lie(
        "answer_of_another_issuer", metadata=LEAST, query={"iss": "https://another.example"}
    ),
    "answer of no issuer though it promised one": Lie("answer_of_another_issuer", metadata=LEAST),
    "answer of another issuer that it never promised": Lie(
        "answer_of_another_issuer", query={"iss": "https://another.example"}
    ),
    "expired": Lie("expired_token: exp", {"exp": _now(-3600)}),
    "expired 60 s ago": Lie("expired_token: exp", {"exp": _now(-60)}),
    "no exp": Lie("missing_claim: exp", {"exp": GONE}),
    "exp that is no number": Lie("invalid_claim: exp", {"exp": "tomorrow"}),
    "no iat": Lie("missing_claim: iat", {"iat": GONE}),
    "iat in the future": Lie("invalid_claim: iat", {"iat": _now(3600)}),
    "nbf in the future": Lie("invalid_claim: nbf", {"nbf": _now(3600)}),
    "sub that is a number": Lie("invalid_claim: sub", {"sub": 7}),
    "no sub": Lie("missing_claim: sub", {"sub": GONE}),
    "empty sub": Lie("invalid_claim: sub", {"sub": ""}),
    "sub of 300 characters": Lie("invalid_claim: sub", {"sub": "m" * 300}),
    "bad signature": Lie("bad_signature", sign="foreign"),
    "signature cut off": Lie("bad_signature", sign="cut"),
    "alg none": Lie("unsupported_algorithm", sign="none"),
    "alg none, advertised": Lie(
        "unsupported_algorithm", sign="none", metadata={SIGNS: ["none", RS]}
    ),
    "alg none alone advertised": Lie("no_algorithm", sign="none", metadata={SIGNS: ["none"]}),
    "HS256 with the public key": Lie("unsupported_algorithm", sign="public"),
    "HS256 with the public key, advertised": Lie(
        "unsupported_algorithm", sign="public", metadata={SIGNS: ["HS256", RS]}
    ),
    "HS256 with the client secret": Lie("unsupported_algorithm", sign="secret"),
    "HS256 with the client secret, advertised": Lie(
        "unsupported_algorithm", sign="secret", metadata={SIGNS: ["HS256", RS]}
    ),
    "a key of its own in the header": Lie(
        "invalid_key_id", sign="brought", metadata={SIGNS: ["ES256", RS]}
    ),
    "the right key in the header": Lie("brings_its_key", header={"jku": "https://a.example/jwks"}),
    "unknown kid": Lie("invalid_key_id", sign="foreign", header={"kid": "two"}),
    "a logout token": Lie("other_type", header={"typ": "logout+jwt"}),
    "a key to encrypt with": Lie(
        "missing_key", keys={"keys": [{**OURS.as_dict(private=False), "use": "enc"}]}
    ),
    "no keys": Lie("not_understood", keys={}),
    "bad at_hash": Lie("invalid_claim: at_hash", {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}),
    "auth_time that is no number": Lie("invalid_claim: auth_time", {"auth_time": "just now"}),
    "auth_time far away": Lie("not_understood", {"auth_time": 10**18}),
    "no id_token": Lie("no_id_token", with_id_token=False),
    "token endpoint answers 500": Lie("answer_500", answer=(500, "text/plain", "oh")),
    "token endpoint answers 400": Lie(
        "token_endpoint_refused", answer=(400, "application/json", '{"error": "invalid_grant"}')
    ),
    "token endpoint answers a page": Lie("not_understood", answer=(200, "text/html", "<h1>Hi")),
    "token endpoint sends elsewhere": Lie("answer_302", answer=(302, "text/plain", "")),
    "token endpoint in clear elsewhere": Lie(
        "no_token_endpoint", metadata={"token_endpoint": "http://login.example.com/token"}
    ),
    "user denies": Lie("denied", query={"error": "access_denied"}),
    "provider has an error": Lie("provider_error", query={"error": "server_error"}),
    "no code": Lie("no_code", query={"code": ""}),
}
"""Every case by its name; the right answer is called `honest`."""


def slug(name: str) -> str:
    """The name of a case within an address."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower())


def encoded(content: bytes) -> str:
    """Base64 as tokens have it."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def signed(header: dict[str, Any], claims: dict[str, Any], how: str = "ours") -> str:
    """A token, with a signature that is right or made in a way it must not be."""
    if how == "brought":
        brought = {"alg": "ES256", "kid": "one", "jwk": BROUGHT.as_dict(private=False)}
        return jwt.encode(brought, claims, BROUGHT)
    algorithm = {"none": "none", "public": "HS256", "secret": "HS256"}.get(how, RS)
    header = {"alg": algorithm, "typ": "JWT", "kid": "one"} | header
    text = ".".join(encoded(json.dumps(part).encode()) for part in (header, claims))
    match how:
        case "none" | "cut":
            return f"{text}."
        case "public":
            kind = serialization.PublicFormat.SubjectPublicKeyInfo
            pem = OURS.public_key.public_bytes(serialization.Encoding.PEM, kind)
            return f"{text}.{encoded(hmac.digest(pem, text.encode(), hashlib.sha256))}"
        case "secret":
            return f"{text}.{encoded(hmac.digest(SECRET.encode(), text.encode(), hashlib.sha256))}"
        case _:
            key = (FOREIGN if how == "foreign" else OURS).private_key
            assert key is not None
            made = key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
            return f"{text}.{encoded(made)}"


def _said(changes: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    """What is right, with these changes."""
    whole = {**right, **{name: one() if callable(one) else one for name, one in changes.items()}}
    return {name: one for name, one in whole.items() if one is not GONE}


class Hostile:
    """A provider for each case, all at one port."""

    def __init__(self) -> None:
        """Listen at a port that is free."""
        hostile = self

        class Asked(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer()

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["content-length"]))
                self._answer()

            def _answer(self) -> None:
                _empty, case, what = self.path.split("?")[0].split("/", 2)
                status, kind, body = hostile.answer(case, what)
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(body)))
                if status == 302:
                    self.send_header("location", "/honest/token")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
        self.lies = {slug(name): lie for name, lie in LIES.items()} | {"honest": Lie("")}
        self.nonce = ""
        self.subject = "mo-there"
        self.more: dict[str, Any] = {}
        """Claims of whoever signs in now."""

    def issuer(self, case: str) -> str:
        """Its name in one case."""
        return f"http://127.0.0.1:{self.server.server_port}/{slug(case)}"

    def answer(self, case: str, what: str) -> tuple[int, str, str]:
        """What it says at one of its addresses: status, kind and body."""
        lie, issuer = self.lies[case], self.issuer(case)
        match what:
            case ".well-known/openid-configuration":
                right = {"issuer": issuer, "jwks_uri": f"{issuer}/jwks"} | {
                    f"{name}_endpoint": f"{issuer}/{name}"
                    for name in ("authorization", "token", "end_session")
                }
                told = right | {SIGNS: [RS]} | lie.metadata
            case "jwks":
                told = lie.keys
                if told is None:
                    told = {"keys": [OURS.as_dict(private=False)]}
            case _ if lie.answer is not None:
                return lie.answer
            case _:
                told = {"access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 60}
                if lie.with_id_token:
                    told["id_token"] = self.id_token(case)
        return 200, "application/json", json.dumps(told)

    def id_token(self, case: str) -> str:
        """An id token, with what this case changes of it."""
        lie = self.lies[case]
        half = hashlib.sha256(ACCESS_TOKEN.encode()).digest()[:16]
        right = {
            "iss": self.issuer(case),
            "aud": CLIENT,
            "azp": CLIENT,
            "sub": self.subject,
            "exp": _at(300),
            "iat": _at(0),
            "nonce": self.nonce,
            "at_hash": encoded(half),
            "sid": "their session",
            **self.more,
        }
        return signed(lie.header, _said(lie.claims, right), lie.sign)

    def logout_token(
        self, how: str = "ours", header: dict[str, Any] | None = None, **more: Any
    ) -> str:
        """A logout token of the honest case, with changes."""
        right = {
            "iss": self.issuer("honest"),
            "aud": CLIENT,
            "iat": _at(0),
            "exp": _at(120),
            "jti": "once",
            "sub": self.subject,
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
        }
        return signed({"typ": "logout+jwt"} | (header or {}), _said(more, right), how)
