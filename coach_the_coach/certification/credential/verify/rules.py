"""What a credential's own words show to a reader. Pure."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_date

from coach_the_coach.certification.credential.proof.rules import (
    NotProved,
    verify_document,
    verify_token,
)
from coach_the_coach.certification.credential.rules import Standing, last_day
from coach_the_coach.certification.credential.verify.rows import ShownRow
from coach_the_coach.foundation.words import _

Document = Mapping[str, Any]


def shown(
    document: Document, standing: Standing, *, holds: bool = True, keys: tuple[str, ...] = ()
) -> ShownRow:
    """What a credential shows: only what stands in it."""
    subject = document["credentialSubject"]
    achievement = subject["achievement"]
    names = [
        one["identityHash"]
        for one in subject.get("identifier", ())
        if one["identityType"] == "name" and not one["hashed"]
    ]
    narrative = achievement["criteria"]["narrative"]
    awarded, until = document.get("awardedDate"), document.get("validUntil")
    return ShownRow(
        path=achievement["name"],
        standing=standing,
        issuer=document["issuer"]["name"],
        did=document["issuer"]["id"],
        name=names[0] if names else "",
        level=achievement.get("humanCode", ""),
        awarded=_day(datetime.fromisoformat(awarded)) if awarded else "",
        until=_day(last_day(until)) if until else "",
        criteria=tuple(
            line.removeprefix("- ") for line in narrative.split("\n") if line.startswith("- ")
        ),
        evidence=tuple(one["narrative"] for one in document.get("evidence", ())),
        holds=holds,
        keys=keys,
    )


def _day(on: Any) -> str:
    return format_date(on, "d MMMM y", locale="en_GB")


@lru_cache(maxsize=256)
def both_hold(document: str, token: str, keys: str) -> bool:
    """Whether both signatures hold, and say the same but for where their lists are.

    `keys` are the public keys by name, as JSON: the same question is answered once.
    """
    said, known = json.loads(document), json.loads(keys)
    issuer = said["issuer"]["id"]
    try:
        verify_document(said, known, issuer=issuer)
        other = verify_token(token, known, issuer=issuer)
    except NotProved:
        return False
    apart = {"proof", "credentialStatus"}
    return {name: said[name] for name in said if name not in apart} == {
        name: other[name] for name in other if name not in apart
    }


def standing_words(row: ShownRow) -> str:
    """How it stands, as a sentence to a stranger."""
    return {
        Standing.VALID: _("This certificate is valid."),
        Standing.NOT_YET: _("This certificate is not valid yet."),
        Standing.EXPIRED: _("This certificate expired. Its last day was {day}.").format(
            day=row.until
        ),
        Standing.SUSPENDED: _("This certificate is suspended. It does not count at present."),
        Standing.REVOKED: _("This certificate was revoked. It does not count."),
    }[row.standing]
