"""What is asked of the OpenID provider, and when what it answers is believed.

The flow is the code flow with PKCE, state and nonce. Authlib makes the requests and reads the
claims; what it would let pass by itself is refused here, each case by a name that goes to the log.
"""

import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final

import httpx2
from authlib.common.urls import add_params_to_uri
from authlib.integrations.httpx_client import AsyncOAuth2Client, OAuthError
from authlib.oauth2.claims import JWTClaims
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import ClaimError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from coach_the_coach.foundation.ids import new_secret
from coach_the_coach.servers import Provider, is_safe_url

ALGORITHMS: Final = ("RS256", "PS256", "ES256", "EdDSA")
"""Signatures that are believed: those made with a key that only the provider has."""

LEEWAY: Final = 30
"""Seconds that the provider's clock may be off ours. Source: docs/method.md#sign-on."""

PATIENCE: Final = 10.0
"""Seconds the provider has for an answer. Source: docs/method.md#sign-on."""

KEPT: Final = 300.0
"""Seconds the provider's description and keys are kept. Source: docs/method.md#sign-on."""

KEY_PAUSE: Final = 10.0
"""Seconds before its keys are asked for once more because of a token with another.

Source: docs/method.md#sign-on.
"""

LONGEST_NAME: Final = 255
"""Longest subject or session of the provider, in characters, as its standard has it."""

BACK_CHANNEL: Final = "http://schemas.openid.net/event/backchannel-logout"
"""The event that a logout token must hold."""

BRINGS_ITS_KEY: Final = ("jwk", "jku", "x5c", "x5u", "crit")
"""Header fields with which a token would say itself how it is to be believed."""

_options: Final[dict[str, Any]] = {
    name: {"essential": True} for name in ("iss", "aud", "sub", "exp", "iat", "nonce")
}
_logout_options: Final[dict[str, Any]] = {
    name: {"essential": True} for name in ("iss", "aud", "iat", "exp", "jti", "events")
}


_NOT_UNDERSTOOD: Final = (
    ArithmeticError,
    AttributeError,
    KeyError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What reading something raises that has another shape than it should."""


class Refused(Exception):
    """What came from the provider is not believed; `case` is its name in the log."""

    def __init__(self, case: str) -> None:
        """Keep the name of the case: a few words, never of a token."""
        self.case = case
        super().__init__(case)


@dataclass(frozen=True)
class Beginning:
    """What a sign-in at the provider begins with; all but the address stays on our side."""

    url: str
    """Where the browser is sent."""
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Proof:
    """Who has signed in, as the provider says and we believe."""

    issuer: str
    subject: str
    session: str | None
    """What the provider calls its own session."""
    shown_at: datetime | None
    """When they last showed there who they are; None where the provider does not say."""
    claims: Mapping[str, Any] = field(repr=False)
    id_token: str = field(repr=False)


@dataclass(frozen=True)
class Farewell:
    """A logout that the provider tells of: of one session, or of all of a subject's."""

    issuer: str
    subject: str | None
    session: str | None
    token_id: str
    ends_at: datetime
    """Until when its token could be believed."""


@dataclass
class _Known:
    """What the provider said of itself, and when."""

    metadata: dict[str, Any]
    until: float
    keys: KeySet | None = None
    keys_from: float = 0.0


_known: Final[dict[str, _Known]] = {}


async def begin(provider: Provider, callback: str, *, again: bool) -> Beginning:
    """A new sign-in; `again` for somebody who is to show anew who they are. Raises Refused."""
    state, nonce, verifier = new_secret(), new_secret(), new_secret() + new_secret()
    asked = {"prompt": "login", "max_age": "0"} if again else {}
    with _by_name():
        metadata = (await _description(provider)).metadata
        async with _client(provider, metadata, redirect_uri=callback) as client:
            url, _state = client.create_authorization_url(
                _address(metadata, "authorization_endpoint"),
                state=state,
                nonce=nonce,
                code_verifier=verifier,
                **asked,
            )
    return Beginning(url, state, nonce, verifier)


async def finish(
    provider: Provider,
    callback: str,
    answer: Mapping[str, str],
    *,
    nonce: str,
    verifier: str,
    at: datetime,
) -> Proof:
    """Whom the provider's `answer` to a sign-in proves. Raises Refused."""
    with _by_name():
        metadata = (await _description(provider)).metadata
        _is_from(provider, metadata, answer)
        if error := answer.get("error"):
            raise Refused("denied" if error == "access_denied" else "provider_error")
        if not answer.get("code"):
            raise Refused("no_code")
        async with _client(provider, metadata, redirect_uri=callback) as client:
            token = await client.fetch_token(
                _address(metadata, "token_endpoint"),
                grant_type="authorization_code",
                code=answer["code"],
                code_verifier=verifier,
            )
        id_token = token.get("id_token")
        if not isinstance(id_token, str):
            raise Refused("no_id_token")
        claims = await _claims(provider, id_token, at, nonce, token.get("access_token"))
        return Proof(
            issuer=provider.issuer,
            subject=_name(claims, "sub") or "",
            session=_name(claims, "sid"),
            shown_at=_instant(claims.get("auth_time")),
            claims=claims,
            id_token=id_token,
        )


async def farewell_url(provider: Provider, id_token: str | None, back: str, state: str) -> str:
    """Where the browser goes to end the provider's own session as well. Raises Refused."""
    with _by_name():
        metadata = (await _description(provider)).metadata
        said = {
            "client_id": provider.client_id,
            "post_logout_redirect_uri": back,
            "state": state,
        } | ({"id_token_hint": id_token} if id_token else {})
        address = _address(metadata, "end_session_endpoint")
        return add_params_to_uri(address, list(said.items()))


async def farewell(provider: Provider, logout_token: str, *, at: datetime) -> Farewell:
    """Which sign-ins a logout token ends; whether it came before is not asked. Raises Refused."""
    with _by_name():
        token = await _token(provider, logout_token, typed=("jwt", "logout+jwt"))
        claims = JWTClaims(token.claims, token.header, _logout_options)
        claims.validate(now=int(at.timestamp()), leeway=LEEWAY)
        _is_for_us(provider, claims)
        events = claims["events"]
        if not (isinstance(events, dict) and isinstance(events.get(BACK_CHANNEL), dict)):
            raise Refused("no_logout_event")
        if "nonce" in claims:
            raise Refused("logout_with_nonce")
        subject, session = _name(claims, "sub"), _name(claims, "sid")
        if subject is None and session is None:
            raise Refused("logout_of_nobody")
        ends_at = max(_instant(claims["exp"]) or at, at) + timedelta(seconds=2 * LEEWAY)
        return Farewell(provider.issuer, subject, session, claims["jti"], ends_at)


@contextmanager
def _by_name() -> Iterator[None]:
    """Turn whatever goes wrong with an answer of theirs into a refusal with a name."""
    try:
        yield
    except ClaimError as error:
        raise Refused(f"{error.error}: {error.claim}") from error
    except JoseError as error:
        raise Refused(error.error) from error
    except OAuthError as error:
        # What they call it is theirs to choose, and is kept out of our log.
        raise Refused("token_endpoint_refused") from error
    except httpx2.HTTPStatusError as error:
        raise Refused(f"answer_{error.response.status_code}") from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise Refused("no_answer") from error
    except _NOT_UNDERSTOOD as error:
        raise Refused("not_understood") from error


@cache
def _certificates() -> ssl.SSLContext:
    """Whose certificates are believed: read once, for it takes longer than a sign-in."""
    return httpx2.create_ssl_context()


def _client(provider: Provider, metadata: Mapping[str, Any], **more: Any) -> Any:
    """A client of the provider, as it wants to be spoken to; it follows no redirect.

    Authlib declares too little of it for its type to be of use.
    """
    known = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    basic = "client_secret_basic" in known or "client_secret_post" not in known
    return AsyncOAuth2Client(
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        token_endpoint_auth_method="client_secret_basic" if basic else "client_secret_post",
        scope=provider.scopes,
        code_challenge_method="S256",
        timeout=PATIENCE,
        verify=_certificates(),
        **more,
    )


async def _fetch(url: str) -> dict[str, Any]:
    """A JSON object of the provider."""
    async with httpx2.AsyncClient(timeout=PATIENCE, verify=_certificates()) as client:
        answer = (await client.get(url)).raise_for_status().json()
    if not isinstance(answer, dict):
        raise Refused("not_understood")
    return answer


async def _description(provider: Provider) -> _Known:
    """What the provider says of itself, which must be that it is the one we mean."""
    known = _known.get(provider.issuer)
    if known is None or known.until < time.monotonic():
        url = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
        metadata = await _fetch(url)
        if metadata.get("issuer") != provider.issuer:
            raise Refused("other_issuer")
        known = _known[provider.issuer] = _Known(metadata, time.monotonic() + KEPT)
    return known


async def _keys(provider: Provider, *, anew: bool) -> KeySet:
    """The provider's keys for signatures."""
    known = await _description(provider)
    stale = anew and known.keys_from < time.monotonic() - KEY_PAUSE
    if known.keys is None or stale:
        found = (await _fetch(_address(known.metadata, "jwks_uri")))["keys"]
        # A secret among them would be public, and one for encrypting signs nothing.
        usable = [one for one in found if one["kty"] != "oct" and one.get("use", "sig") == "sig"]
        known.keys = KeySet.import_key_set({"keys": usable})
        known.keys_from = time.monotonic()
    return known.keys


def _address(metadata: Mapping[str, Any], name: str) -> str:
    """One address of the provider, which must be safe from whoever is on the way."""
    if not is_safe_url(metadata.get(name)):
        raise Refused(f"no_{name}")
    return metadata[name]


def _is_from(provider: Provider, metadata: Mapping[str, Any], answer: Mapping[str, str]) -> None:
    """Go on only with an answer of this provider, where it says whose they are (RFC 9207)."""
    says = metadata.get("authorization_response_iss_parameter_supported") is True
    if (says or "iss" in answer) and answer.get("iss") != provider.issuer:
        raise Refused("answer_of_another_issuer")


async def _token(provider: Provider, text: str, *, typed: tuple[str, ...]) -> jwt.Token:
    """A token with a signature of the provider; nothing of what it says is checked yet."""
    metadata = (await _description(provider)).metadata
    advertised = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    believed = [one for one in ALGORITHMS if one in advertised]
    if not believed:
        raise Refused("no_algorithm")
    registry = JWSRegistry(algorithms=believed, strict_check_header=False)
    try:
        token = jwt.decode(text, await _keys(provider, anew=False), registry=registry)
    except InvalidKeyIdError:
        token = jwt.decode(text, await _keys(provider, anew=True), registry=registry)
    if any(name in token.header for name in BRINGS_ITS_KEY):
        raise Refused("brings_its_key")
    if token.header.get("typ", "jwt").lower() not in typed:
        raise Refused("other_type")
    return token


async def _claims(
    provider: Provider, id_token: str, at: datetime, nonce: str, access_token: str | None
) -> Mapping[str, Any]:
    """What an id token says, once all of it holds."""
    token = await _token(provider, id_token, typed=("jwt",))
    known = {"nonce": nonce, "client_id": provider.client_id, "access_token": access_token}
    claims = CodeIDToken(token.claims, token.header, _options, known)
    claims.validate(now=int(at.timestamp()), leeway=LEEWAY)
    _is_for_us(provider, claims)
    return claims


def _is_for_us(provider: Provider, claims: Mapping[str, Any]) -> None:
    """Go on only with a token of this provider for us alone."""
    if claims["iss"] != provider.issuer:
        raise Refused("invalid_claim: iss")
    if claims["aud"] not in (provider.client_id, [provider.client_id]):
        raise Refused("invalid_claim: aud")


def _name(claims: Mapping[str, Any], claim: str) -> str | None:
    """A claim that names something; None where there is none."""
    name = claims.get(claim)
    if name is None:
        return None
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME or "\0" in name:
        raise Refused(f"invalid_claim: {claim}")
    return name


def _instant(seconds: object) -> datetime | None:
    """An instant that the provider wrote as seconds; None for what is none."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    return datetime.fromtimestamp(seconds, UTC)
