"""The servers of others that the environment names: where letters go, and who signs people in.

What is read here was taken from the environment by `settings.py`, which alone reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from enum import StrEnum
from typing import Final
from urllib.parse import unquote, urlsplit

LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
"""The names by which a machine reaches itself."""


class SettingsError(Exception):
    """A setting that cannot be; its text is one sentence that says what to change."""


class Encryption(StrEnum):
    """How what goes to a mail server is kept from others' eyes."""

    NONE = "none"
    STARTTLS = "starttls"
    """The connection begins in clear and nothing is said before it is encrypted."""
    TLS = "tls"


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """The server that takes our letters, and who they come from."""

    host: str
    port: int
    encryption: Encryption
    sender: Address
    user: str | None = None
    password: str | None = field(default=None, repr=False)


ROLES: Final = ("admin", "leader", "specialist", "manager", "rep")
"""Roles that a directory may give; others are given by hand, for a time."""


@dataclass(frozen=True, kw_only=True)
class DirectoryRole:
    """A role for whoever's `claim` is `value`, or has it among others."""

    claim: str
    value: str
    role: str


@dataclass(frozen=True, kw_only=True)
class Provider:
    """The OpenID provider that signs people in, and whom of them we let in."""

    issuer: str
    """Its name, exactly as it names itself."""
    client_id: str
    client_secret: str = field(repr=False)
    scopes: str = "openid"
    employee_claim: str | None = None
    """The claim that holds an employee id we know; without one, nobody comes in by it."""
    roles: tuple[DirectoryRole, ...] = ()
    """Roles the directory gives, for as long as a sign-in by it lasts."""
    says_when: bool = True
    """Whether it says when somebody signed in there, once it is asked to have them do it anew."""


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine alone."""
    return host in LOOPBACK or host == "::1" or host.startswith("127.")


def mail_server(given: str | None, sender: str | None) -> MailServer | None:
    """The mail server, by an address that may hold a password and is not repeated."""
    if given is None:
        if sender is not None:
            raise SettingsError("COACH_MAIL_FROM needs SMTP_URL, where letters are handed in.")
        return None
    if sender is None:
        raise SettingsError("SMTP_URL needs COACH_MAIL_FROM, the address that letters come from.")
    parts = urlsplit(given)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path.strip("/"):
        raise SettingsError(
            "SMTP_URL must look like smtp://user:password@mail.example.com:587?starttls "
            "or smtps://user:password@mail.example.com."
        )
    encryption = _encryption(parts.scheme, parts.query)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise SettingsError("SMTP_URL must hold a user and a password, or neither of them.")
    in_clear = encryption is Encryption.NONE and not is_loopback(parts.hostname)
    if password and in_clear:
        raise SettingsError(
            "SMTP_URL would send its password in clear: add ?starttls, or use smtps://."
        )
    return MailServer(
        host=parts.hostname,
        port=_smtp_port(given, 465 if encryption is Encryption.TLS else 25),
        encryption=encryption,
        sender=_sender(sender),
        user=user or None,
        password=password or None,
    )


def _encryption(scheme: str, query: str) -> Encryption:
    """How the connection is encrypted, as the address asks for it."""
    if scheme == "smtp" and query in ("", "starttls"):
        return Encryption.STARTTLS if query else Encryption.NONE
    if scheme == "smtps" and not query:
        return Encryption.TLS
    raise SettingsError("SMTP_URL may end in ?starttls after smtp://, and in nothing else.")


def _smtp_port(url: str, usual: int) -> int:
    """The port of the mail server."""
    try:
        return urlsplit(url).port or usual
    except ValueError:
        raise SettingsError("SMTP_URL must have a port from 1 to 65535, or none.") from None


def _sender(given: str) -> Address:
    """Who letters come from: a name, or none, and an address."""
    name, address = parseaddr(given)
    try:
        sender = Address(name, addr_spec=address)
        address.encode("ascii")
    except (ValueError, IndexError, MessageError):
        sender = Address()
    if not (sender.username and sender.domain):
        raise SettingsError(
            f"COACH_MAIL_FROM must look like Coach the Coach <coach@example.com>, not {given!r}."
        )
    return sender


def provider(given: Mapping[str, str], public_url: str) -> Provider | None:
    """The OpenID provider, or None where none is named. Raises SettingsError."""
    needed = [given.get(name) for name in ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")]
    issuer, client_id, client_secret = needed
    if not (issuer and client_id and client_secret):
        if any(name.startswith("OIDC_") for name in given):
            raise SettingsError(
                "OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together, "
                "and nothing else of OIDC_ is read without them."
            )
        return None
    if public_url.startswith("http://") and not is_loopback(urlsplit(public_url).hostname or ""):
        raise SettingsError("OIDC_ISSUER needs a COACH_PUBLIC_URL that begins with https://.")
    return Provider(
        issuer=_issuer(issuer),
        client_id=client_id,
        client_secret=client_secret,
        scopes=_scopes(given.get("OIDC_SCOPES", "openid")),
        employee_claim=given.get("OIDC_EMPLOYEE_CLAIM"),
        roles=tuple(_role(one.strip()) for one in given.get("OIDC_ROLES", "").split(",") if one),
        says_when=_says_when(given.get("OIDC_AUTH_TIME", "said")),
    )


def is_safe_url(url: object) -> bool:
    """Whether this is an address whose answers nobody on the way can change: https, or here."""
    try:
        parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (
        parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host or ""))
    )


def _issuer(given: str) -> str:
    """The provider's name, kept as it is: it must be the very text that its tokens hold."""
    if not is_safe_url(given) or any(mark in given for mark in "?#@ "):
        raise SettingsError(
            "OIDC_ISSUER must look like https://login.example.com, as the provider writes it, "
            f"not {given!r}."
        )
    return given


def _scopes(given: str) -> str:
    """What is asked of the provider, in words with spaces between."""
    if "openid" not in given.split():
        raise SettingsError(f"OIDC_SCOPES must hold the word openid, unlike {given!r}.")
    return " ".join(given.split())


def _says_when(given: str) -> bool:
    """Whether the provider says when somebody signed in there."""
    if given not in ("said", "never"):
        raise SettingsError(
            "OIDC_AUTH_TIME must be said, or never for a provider whose id tokens hold no "
            f"auth_time, not {given!r}."
        )
    return given == "said"


def _role(given: str) -> DirectoryRole:
    """One rule of OIDC_ROLES."""
    claim, equals, rest = given.partition("=")
    value, colon, role = rest.rpartition(":")
    if not (claim and equals and value and colon) or role not in ROLES:
        raise SettingsError(
            "OIDC_ROLES must look like groups=sales-leads:leader, with commas between and one of "
            f"{', '.join(ROLES)} at the end of each, not {given!r}."
        )
    return DirectoryRole(claim=claim, value=value, role=role)
