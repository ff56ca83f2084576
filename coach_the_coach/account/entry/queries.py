"""What a form that was refused left in the browser, sealed."""

import json
from datetime import datetime
from typing import Final

from coach_the_coach.account.entry.rows import Again
from coach_the_coach.foundation.keys import unsealed
from coach_the_coach.identity.sign_in import cookie_in, host_bound

SEALED: Final = "form-again"
"""The purpose of the key that what a form remembers is sealed with."""


def again_cookie() -> str:
    """Name of the cookie in which a form remembers."""
    return host_bound("again")


def half_cookie() -> str:
    """Name of the cookie of somebody half-way in."""
    return host_bound("half")


def again_in(cookies: str | None) -> Again:
    """What a form remembers in a Cookie header; nothing of what is not ours."""
    text = unsealed(SEALED, cookie_in(cookies, again_cookie()) or "")
    if text is None:
        return Again()
    kept = json.loads(text)
    until = kept["until"]
    return Again(kept["email"], datetime.fromisoformat(until) if until else None)
