"""What a browser set out to the provider for, and what a directory says of somebody. Pure."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from coach_the_coach.identity.access import Role
from coach_the_coach.servers import DirectoryRole

START: Final = "/auth/provider/start"
"""Where one sets out to the provider."""

CALLBACK: Final = "/auth/provider/callback"
"""Where the provider sends one back to."""

LINK: Final = "/auth/provider/link"
UNLINK: Final = "/auth/provider/unlink"

GOODBYE: Final = "/auth/provider/goodbye"
"""Where one comes back to after leaving the provider."""

BACK_CHANNEL: Final = "/auth/provider/logout"
"""Where the provider's own server says that somebody has left it."""

EVERYBODY: Final = frozenset({Role.ADMIN, Role.SPECIALIST})
"""Roles that a directory gives over everybody; others are over one's own people, as in a file."""

MARK: Final = "oidc:"
"""What the reason of a grant begins with that the directory gave, and takes away."""

MAX_EMPLOYEE_ID: Final = 80
"""Longest employee id, in characters, as in a file of people."""


class Purpose(StrEnum):
    """Why somebody goes to the provider."""

    SIGN_IN = "sign_in"
    CONFIRM = "confirm"
    """To show anew who they are, within a sign-in they have."""
    LINK = "link"
    """To come in by that account from now on."""


@dataclass(frozen=True)
class Journey:
    """What is kept on our side while somebody is at the provider."""

    browser: str
    """The digest of what its own cookie holds: whoever comes back is whoever left."""
    nonce: str
    verifier: str
    purpose: Purpose
    begun_at: str
    """ISO 8601."""
    wanted: str = "/"
    """Where to go afterwards: a path of ours."""
    invitation: str = ""
    sign_in_id: int = 0
    """Within which sign-in; 0 for none."""

    @property
    def since(self) -> datetime:
        """When it began."""
        return datetime.fromisoformat(self.begun_at)

    def written(self) -> str:
        """As a text to keep."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> "Journey":
        """What was `written`."""
        kept = json.loads(text)
        return cls(**kept | {"purpose": Purpose(kept["purpose"])})


def directory_roles(
    claims: Mapping[str, Any], rules: Iterable[DirectoryRole]
) -> dict[Role, DirectoryRole]:
    """Each role that the directory gives somebody with these claims, and the first rule for it."""
    given: dict[Role, DirectoryRole] = {}
    for rule in rules:
        said = claims.get(rule.claim)
        if rule.value == said or (isinstance(said, list) and rule.value in said):
            given.setdefault(Role(rule.role), rule)
    return given


def employee_id(claims: Mapping[str, Any], claim: str) -> str | None:
    """The employee id that a claim holds, as text or as a whole number; None for none."""
    said = claims.get(claim)
    if isinstance(said, int) and not isinstance(said, bool):
        said = str(said)
    if not isinstance(said, str) or "\0" in said:
        return None
    said = said.strip()
    return said if 0 < len(said) <= MAX_EMPLOYEE_ID else None
