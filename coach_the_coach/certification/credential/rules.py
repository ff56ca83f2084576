"""What a credential says (Open Badges 3.0 on W3C Verifiable Credentials 2.0), and when. Pure."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final
from urllib.parse import quote, urlsplit
from uuid import UUID

from coach_the_coach.foundation.words import _

CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
"""The vocabularies of a credential, first to last; copies of both are part of the program."""

DAY_BEGINS: Final = timedelta(hours=14)
"""How far ahead of UTC a day begins at the earliest. Source: docs/method.md#certificates."""

DAY_ENDS: Final = timedelta(hours=12)
"""How far behind UTC a day ends at the latest. Source: docs/method.md#certificates."""

EXPIRING: Final = timedelta(days=90)
"""How long before its end a certificate is said to expire. Source: docs/method.md#certificates."""


class AwardKind(StrEnum):
    """Whether somebody is certified for the first time."""

    FIRST = "first"
    RECERTIFIED = "recertified"


class Format(StrEnum):
    """How a credential is signed."""

    JWT = "jwt"
    """A signature around it, RS256."""

    DATA_INTEGRITY = "data-integrity"
    """A proof within it, eddsa-rdfc-2022."""


class Reason(StrEnum):
    """Why an award is revoked; nobody outside the house is told. Source: docs/method.md."""

    FALSE_EVIDENCE = "false-evidence"
    CONFIDENTIALITY = "confidentiality"
    CONDUCT = "conduct"
    APPEAL = "appeal"
    MISTAKE = "mistake"


class Shown(StrEnum):
    """What the holder of a certificate may choose to show; the rest is always there, or never."""

    NAME = "name"
    LEVEL = "level"
    DATES = "dates"
    CRITERIA = "criteria"
    EVIDENCE = "evidence"


class Standing(StrEnum):
    """How a certificate stands at an instant."""

    VALID = "valid"
    NOT_YET = "not-yet"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


ALL: Final = frozenset(Shown)
"""Everything that a certificate can show."""


@dataclass(frozen=True)
class Counted:
    """One sort of evidence: how much of it there was, and a hash over which it was."""

    what: str
    """In plain words, as in "observed sessions"."""
    count: int
    sha256: str


@dataclass(frozen=True)
class Subject:
    """Whom a credential is about, as far as it says so."""

    id: str
    name: str = ""
    """Empty where it says no name."""
    email_hash: str = ""
    """SHA-256 of the address in small letters and the salt; empty where it says none."""
    salt: str = ""


class Anew(StrEnum):
    """Why a certificate may be signed anew."""

    KEYS = "keys"
    """The house signs with other keys now."""

    ADDRESS = "address"
    """The house has another address now, under which its keys are published."""


@dataclass(frozen=True)
class Issuer:
    """Who answers for a credential: the house at its public address."""

    public_url: str

    @property
    def did(self) -> str:
        """The identifier (did:web), under whose address the keys are published."""
        return f"did:web:{quote(urlsplit(self.public_url).netloc, safe='')}"

    @property
    def name(self) -> str:
        """The house as a reader knows it."""
        return _("Coach the Coach at {host}").format(host=urlsplit(self.public_url).hostname)

    def list_address(self, purpose: str, number: int, form: Format) -> str:
        """Where the list of that purpose and number is, signed as the credential itself is."""
        ending = ".jwt" if form is Format.JWT else ""
        return f"{self.public_url}/credentials/status/{purpose}-{number}{ending}"


@dataclass(frozen=True)
class Said:
    """What is certified, before it is signed."""

    id: str
    subject: Subject
    path_key: str
    path_title: str
    level: int
    version: int
    awarded_at: datetime
    valid_from: date
    valid_until: date | None
    made_at: datetime
    """When this very credential was made: it counts from then on."""
    criteria: tuple[str, ...]
    evidence: tuple[Counted, ...]
    status_list: int
    status_index: int
    """Its place in the lists of revoked and of suspended ones."""


def urn(public_id: str) -> str:
    """A random id of ours as others write it."""
    return f"urn:uuid:{UUID(public_id)}"


def hashed(email: str, salt: str) -> str:
    """What stands for an e-mail address, for whoever knows it to compare (Open Badges 3.0)."""
    return "sha256$" + hashlib.sha256(f"{email.strip().lower()}{salt}".encode()).hexdigest()


def hash_of(public_ids: Iterable[str], salt: str) -> str:
    """A hash over what was counted: the salt and the sorted public ids, a line each."""
    return hashlib.sha256("\n".join([salt, *sorted(set(public_ids))]).encode()).hexdigest()


def begins_at(valid_from: date, awarded_at: datetime) -> datetime:
    """When it counts: from its first day anywhere, and not before it was awarded."""
    first = datetime.combine(valid_from, time(), UTC) - DAY_BEGINS
    return max(first, awarded_at)


def ends_at(valid_until: date | None) -> datetime | None:
    """When it counts no more: once its last day is over everywhere; None for never."""
    if valid_until is None:
        return None
    return datetime.combine(valid_until + timedelta(days=1), time(), UTC) + DAY_ENDS


def standing(
    *,
    begins: datetime,
    ends: datetime | None,
    revoked: bool,
    suspended: bool,
    at: datetime,
) -> Standing:
    """How it stands at an instant; the worst comes first."""
    if revoked:
        return Standing.REVOKED
    if suspended:
        return Standing.SUSPENDED
    if ends is not None and at >= ends:
        return Standing.EXPIRED
    return Standing.NOT_YET if at < begins else Standing.VALID


def day_of(on: date) -> datetime:
    """How a day is written where an instant is asked for: its first in UTC."""
    return datetime.combine(on, time(), UTC)


def hash_for(link_id: str, sha256: str) -> str:
    """The hash of what was counted as one share says it: another in each."""
    return hashlib.sha256(f"{link_id}\n{sha256}".encode()).hexdigest()


def written(at: datetime) -> str:
    """An instant as credentials write it: in UTC, to the second."""
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def credential_of(
    said: Said, issuer: Issuer, form: Format, shown: Collection[Shown] = ALL
) -> dict[str, Any]:
    """The credential, not signed yet; what is not `shown` is not in it."""
    has_dates = Shown.DATES in shown
    begins = begins_at(said.valid_from, said.awarded_at)
    ends = ends_at(said.valid_until)
    evidence = _evidence(said.evidence) if Shown.EVIDENCE in shown else []
    return {
        "@context": [*CONTEXTS],
        "id": said.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": said.path_title,
        "issuer": {
            "id": issuer.did,
            "type": ["Profile"],
            "name": issuer.name,
            "url": issuer.public_url,
        },
        # It counts from when it was made: the instant of the award would tell two shares of one.
        "validFrom": written(max(begins, said.made_at)),
        **({"awardedDate": written(day_of(said.valid_from))} if has_dates else {}),
        # An end is never left out: without it the file would be good for ever.
        **({"validUntil": written(ends)} if ends else {}),
        "credentialSubject": {
            "id": said.subject.id,
            "type": ["AchievementSubject"],
            **_identity(said.subject),
            "achievement": _achievement(said, issuer, shown),
        },
        **({"evidence": evidence} if evidence else {}),
        "credentialStatus": [
            _status(issuer.list_address(purpose, said.status_list, form), purpose, said)
            for purpose in PURPOSES
        ],
    }


PURPOSES: Final = ("revocation", "suspension")
"""What the lists say, each of its own."""


def _identity(subject: Subject) -> dict[str, Any]:
    """By what the holder can be told, as far as it says so."""
    kind = "IdentityObject"
    said: list[dict[str, Any]] = []
    if subject.name:
        said.append(
            {
                "type": kind,
                "hashed": False,
                "identityHash": subject.name,
                "identityType": "name",
            }
        )
    if subject.email_hash:
        said.append(
            {
                "type": kind,
                "hashed": True,
                "identityHash": subject.email_hash,
                "identityType": "emailAddress",
                "salt": subject.salt,
            }
        )
    return {"identifier": said} if said else {}


def _achievement(said: Said, issuer: Issuer, shown: Collection[Shown]) -> dict[str, Any]:
    """What was achieved."""
    has_criteria = Shown.CRITERIA in shown and said.criteria
    criteria = (
        "\n".join(f"- {one}" for one in said.criteria)
        if has_criteria
        else _("The holder shares this certificate without its criteria.")
    )
    return {
        "id": f"{issuer.did}#{quote(said.path_key, safe='')}-{said.version}",
        "type": ["Achievement"],
        "achievementType": "Certification",
        "name": said.path_title,
        "description": stands_for(),
        "criteria": {"narrative": criteria},
        **({"humanCode": level_words(said.level)} if Shown.LEVEL in shown else {}),
    }


def _evidence(evidence: Iterable[Counted]) -> list[dict[str, Any]]:
    """Counts and hashes, and nothing that was seen or said."""
    told = _("{n} × {what}. SHA-256 over their ids: {sha256}")
    return [
        {
            "type": ["Evidence"],
            "name": one.what,
            "narrative": told.format(n=one.count, what=one.what, sha256=one.sha256),
        }
        for one in evidence
    ]


def _status(address: str, purpose: str, said: Said) -> dict[str, str]:
    return {
        "id": f"{address}#{said.status_index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(said.status_index),
        "statusListCredential": address,
    }


def level_words(level: int) -> str:
    """The level, as it is said."""
    return _("Level {n}").format(n=level)


def stands_for() -> str:
    """What it stands for, in two sentences."""
    return _(
        "The holder coached their people as the criteria ask, and more than one trained observer "
        "saw it. It ranks nobody."
    )


WORDS: Final = {
    Standing.VALID: _("Valid"),
    Standing.NOT_YET: _("Not valid yet"),
    Standing.EXPIRED: _("Expired"),
    Standing.SUSPENDED: _("Suspended"),
    Standing.REVOKED: _("Revoked"),
}
"""How a certificate stands, in a word."""

MARKS: Final = {
    Standing.VALID: "done",
    Standing.NOT_YET: "waiting",
    Standing.EXPIRED: "attention",
    Standing.SUSPENDED: "attention",
    Standing.REVOKED: "broken",
}
"""The mark beside that word."""


def last_day(text: str) -> date:
    """The last day of what ends at the instant that a credential names."""
    return (datetime.fromisoformat(text) - DAY_ENDS).date() - timedelta(days=1)
