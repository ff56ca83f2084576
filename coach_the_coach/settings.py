"""What the environment decides: read once, validated, and loud when it is wrong.

This module and `rxconfig.py` alone read the environment.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from coach_the_coach.servers import (
    LOOPBACK,
    MailServer,
    Provider,
    SettingsError,
    is_loopback,
    mail_server,
    provider,
)

ROOT: Final = Path(__file__).resolve().parent.parent
"""The folder of the repository, where `rxconfig.py` and the built pages are."""

KNOWN: Final = (
    "COACH_DATA",
    "COACH_HOST",
    "COACH_KEEP",
    "COACH_MAIL_FROM",
    "COACH_PORT",
    "COACH_PROXY_HOPS",
    "COACH_PUBLIC_URL",
    "COACH_REQUIRE",
    "COACH_SECRET",
    "COACH_TLS_CERT",
    "COACH_TLS_KEY",
    "COACH_TRANSCRIPT_DAYS",
    "COACH_WORKERS",
    "OIDC_AUTH_TIME",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
    "OIDC_EMPLOYEE_CLAIM",
    "OIDC_ISSUER",
    "OIDC_ROLES",
    "OIDC_SCOPES",
)
"""Every COACH_ and OIDC_ variable there is; COACH_REQUIRE is the tests' own."""

KEEP: Final[Mapping[str, int]] = MappingProxyType(
    {
        "sign_ins": 90,
        "invitations": 90,
        "notices": 180,
        "drafts": 180,
        "audit_details": 730,
        "certifying_transcripts": 400,
        "left": 0,
    }
)
"""Days that each class of data is kept; 0 is for good. Source: docs/method.md#retention."""

LONGEST_KEPT: Final = 36500
"""Most days that something is kept: beyond it, 0 is meant. Source: docs/method.md#retention."""

MIN_SECRET: Final = 32
"""Shortest COACH_SECRET, in characters."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the environment decided, validated."""

    host: str = "127.0.0.1"
    """Address the server listens at."""
    port: int = 3000
    public_url: str = "http://127.0.0.1:3000"
    """Where people open the program: scheme and host, no path, no slash at the end."""
    data: Path = ROOT / ".data"
    """Folder of the SQLite database and the demo people's passwords."""
    database_url: str = f"sqlite:///{ROOT / '.data' / 'coach.db'}"
    redis_url: str | None = None
    workers: int = 1
    """Server processes; more than one needs Redis and PostgreSQL."""
    proxy_hops: int = 0
    """Proxies in front whose X-Forwarded-For is believed."""
    tls: tuple[Path, Path] | None = None
    """Certificate and key to serve https with; None where a proxy does that, or nobody."""
    transcript_days: int = 30
    """Days an uploaded transcript is kept."""
    keep: Mapping[str, int] = field(default_factory=lambda: KEEP, hash=False)
    """Days that each other class of data is kept; 0 is for good."""
    mail: MailServer | None = None
    """Where letters are handed in; without one none is written."""
    provider: Provider | None = None
    """The OpenID provider that people may sign in with; None while single sign-on is off."""
    secret: str | None = field(default=None, repr=False)
    """What every key is made of; None where the data folder keeps one of its own."""

    @property
    def secure(self) -> bool:
        """Whether people reach the program over https."""
        return self.public_url.startswith("https://")

    @property
    def origins(self) -> dict[str, str]:
        """Each host the program answers to, lower-case with its port, and the origin it is."""
        here = {urlsplit(self.public_url).netloc: self.public_url}
        if not self.secure and is_loopback(self.host):
            names = (f"{name}{'' if self.port == 80 else f':{self.port}'}" for name in LOOPBACK)
            here |= {name: f"http://{name}" for name in names}
        return here


@cache
def settings() -> Settings:
    """The settings of this process. Raises SettingsError."""
    return settings_from(os.environ)


def share(values: Mapping[str, str]) -> None:
    """Put `values` into the environment, for this process, its workers and Reflex alike."""
    os.environ.update(values)
    settings.cache_clear()


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings an environment asks for; an empty one counts as absent. Raises SettingsError."""
    given = {name: value.strip() for name, value in environment.items() if value.strip()}
    _refuse_misspelt(given)
    host = given.get("COACH_HOST", "127.0.0.1")
    port = _number(given, "COACH_PORT", 3000, 1, 65535)
    tls = _tls(given.get("COACH_TLS_CERT"), given.get("COACH_TLS_KEY"))
    public_url = _public_url(given.get("COACH_PUBLIC_URL"), host, port, with_tls=tls is not None)
    behind = int(public_url.startswith("https://") and tls is None)
    data = ROOT / Path(given.get("COACH_DATA", ".data")).expanduser()
    database_url = _database_url(given.get("DATABASE_URL"), data)
    redis_url = _redis_url(given.get("REDIS_URL"))
    return Settings(
        host=host,
        port=port,
        public_url=public_url,
        data=data,
        database_url=database_url,
        redis_url=redis_url,
        workers=_workers(given, redis_url, database_url),
        proxy_hops=_number(given, "COACH_PROXY_HOPS", behind, 0, 9),
        tls=tls,
        transcript_days=_number(given, "COACH_TRANSCRIPT_DAYS", 30, 1, 3650),
        keep=_keep(given.get("COACH_KEEP", "")),
        mail=mail_server(given.get("SMTP_URL"), given.get("COACH_MAIL_FROM")),
        provider=provider(given, public_url),
        secret=_secret(given.get("COACH_SECRET")),
    )


def _refuse_misspelt(given: Mapping[str, str]) -> None:
    """A name that is nearly one of ours was meant to be it: silence would hide the mistake."""
    for name in given:
        meant = get_close_matches(name, KNOWN, 1, 0.8)
        if name.startswith(("COACH_", "OIDC_")) and meant and name not in KNOWN:
            raise SettingsError(f"There is no setting {name}; did you mean {meant[0]}?")


def _number(given: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    """A whole number within bounds."""
    text = given.get(name, str(default))
    if not (text.isdecimal() and least <= int(text) <= most):
        raise SettingsError(f"{name} must be a whole number from {least} to {most}, not {text!r}.")
    return int(text)


def _tls(cert: str | None, key: str | None) -> tuple[Path, Path] | None:
    """The files of a certificate and its key, each there and readable."""
    if cert is None and key is None:
        return None
    if cert is None or key is None:
        raise SettingsError("COACH_TLS_CERT and COACH_TLS_KEY are files that go together.")
    files = Path(cert).expanduser().resolve(), Path(key).expanduser().resolve()
    for name, file in zip(("COACH_TLS_CERT", "COACH_TLS_KEY"), files, strict=True):
        if not (file.is_file() and os.access(file, os.R_OK)):
            raise SettingsError(f"{name} names {file}, which is no file that can be read.")
    return files


def _public_url(given: str | None, host: str, port: int, *, with_tls: bool) -> str:
    """The address people open, as given or made from where the server listens."""
    if given is None:
        if not is_loopback(host):
            raise SettingsError(
                f"COACH_PUBLIC_URL must say the address people open, because COACH_HOST {host} "
                "is reached from other machines."
            )
        name = f"[{host}]" if ":" in host and not host.startswith("[") else host
        scheme, usual = ("https", 443) if with_tls else ("http", 80)
        return f"{scheme}://{name}" if port == usual else f"{scheme}://{name}:{port}"
    parts = urlsplit(given.lower().rstrip("/"))
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise SettingsError(
            f"COACH_PUBLIC_URL must look like https://coach.example.com, not {given!r}."
        )
    if with_tls and parts.scheme != "https":
        raise SettingsError("COACH_PUBLIC_URL must begin with https:// beside COACH_TLS_CERT.")
    if parts.path or parts.query or parts.fragment:
        raise SettingsError(f"COACH_PUBLIC_URL must have no path after its host, unlike {given!r}.")
    usual = ":443" if parts.scheme == "https" else ":80"
    return f"{parts.scheme}://{parts.netloc.removesuffix(usual)}"


def _database_url(given: str | None, data: Path) -> str:
    """The database's address with its driver; never repeated, for it may hold a password."""
    if given is None:
        return f"sqlite:///{data / 'coach.db'}"
    scheme, separator, rest = given.partition("://")
    if separator and rest and scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest.startswith("/"):
        return given
    raise SettingsError("DATABASE_URL must begin with sqlite:/// or postgresql://.")


def _redis_url(given: str | None) -> str | None:
    """Redis' address, which may hold a password and is not repeated."""
    if given is not None and not given.startswith(("redis://", "rediss://", "unix://")):
        raise SettingsError("REDIS_URL must begin with redis://, rediss:// or unix://.")
    if given is not None and not given.startswith("unix://") and not _can_be_taken_apart(given):
        raise SettingsError(
            "REDIS_URL cannot be read: in its password / is written as %2F, # as %23 and ? as %3F, "
            "and its port is a number."
        )
    return given


def _can_be_taken_apart(url: str) -> bool:
    """Whether host and port are what they seem; a sign of a password may end them too soon."""
    try:
        parts = urlsplit(url)
        return parts.port != 0 and not any("@" in one for one in parts[2:])
    except ValueError:
        return False


def _keep(given: str) -> Mapping[str, int]:
    """How long each class is kept, as in "drafts=90,left=365"; what is not named is as usual."""
    keep = dict(KEEP)
    for part in filter(None, (one.strip() for one in given.split(","))):
        name, _sign, days = (one.strip() for one in part.partition("="))
        if name not in KEEP:
            raise SettingsError(f"COACH_KEEP names {', '.join(KEEP)}, and not {name!r}.")
        if not (days.isdecimal() and int(days) <= LONGEST_KEPT):
            raise SettingsError(
                f"COACH_KEEP must give {name} a whole number of days from 0 to {LONGEST_KEPT}."
            )
        keep[name] = int(days)
    return MappingProxyType(keep)


def _secret(given: str | None) -> str | None:
    """The secret of the installation, which is not repeated."""
    if given is not None and len(given) < MIN_SECRET:
        raise SettingsError(f"COACH_SECRET must have at least {MIN_SECRET} characters.")
    return given


def _workers(given: Mapping[str, str], redis_url: str | None, database_url: str) -> int:
    """How many server processes; several need a common place for pages and for data."""
    workers = _number(given, "COACH_WORKERS", 1, 1, 64)
    if workers > 1 and redis_url is None:
        raise SettingsError("COACH_WORKERS above 1 needs REDIS_URL, where they share open pages.")
    if workers > 1 and database_url.startswith("sqlite"):
        raise SettingsError("COACH_WORKERS above 1 needs PostgreSQL in DATABASE_URL, not SQLite.")
    return workers
