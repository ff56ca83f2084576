"""What one may choose to show, and the ways to take it elsewhere. Pure."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final
from urllib.parse import urlencode

from coach_the_coach.certification.credential.rules import Anew, Shown
from coach_the_coach.foundation.words import _

MOST: Final = 10
"""Pages that one certificate is shared on at once. Source: docs/method.md#certificates."""

LINKEDIN: Final = "https://www.linkedin.com/profile/add"
"""Where LinkedIn takes a certificate for one's own profile; nothing is sent there by us."""

CHOICES: Final = (
    (Shown.NAME, _("My name"), _("Otherwise nothing says whose it is.")),
    (Shown.LEVEL, _("The level"), _("The name of the path is always there.")),
    (Shown.DATES, _("The day it was awarded"), _("Its last day is always there.")),
    (Shown.CRITERIA, _("What was asked"), _("The criteria, in plain sentences.")),
    (
        Shown.EVIDENCE,
        _("What was counted"),
        _("How many sessions and logs, with a hash; never what was in them."),
    ),
)
"""What can be shown, with what it is and what follows."""


def chosen(form: Mapping[str, str]) -> frozenset[Shown]:
    """What a form says is to be shown."""
    return frozenset(one for one in Shown if form.get(f"show-{one}") == "on")


def shown_words(shown: Collection[str]) -> str:
    """What is shown, in one line."""
    words = [word for one, word, _meaning in CHOICES if one in shown]
    if not words:
        return _("Shows the path and its last day alone")
    return _("Shows the path and its last day, and: {what}").format(what=", ".join(words).lower())


def anew_words(why: Anew | None) -> str:
    """Why the files may be signed anew, to their holder; empty where they are as new."""
    if why is None:
        return ""
    return {
        Anew.KEYS: _("The house signs with new keys now. Your files still hold as they are."),
        Anew.ADDRESS: _(
            "The house has another address now. Who verifies your files looks for its keys under "
            "the old one."
        ),
    }[why]


def linkedin_address(
    *, title: str, issuer: str, page: str, awarded: date | None, until: date | None
) -> str:
    """A link that opens LinkedIn's own form, filled in with no more than what is shown."""
    said = {"startTask": "CERTIFICATION_NAME", "name": title, "organizationName": issuer}
    if awarded:
        said |= {"issueYear": str(awarded.year), "issueMonth": str(awarded.month)}
    if until:
        said |= {"expirationYear": str(until.year), "expirationMonth": str(until.month)}
    return f"{LINKEDIN}?{urlencode({**said, 'certUrl': page})}"
