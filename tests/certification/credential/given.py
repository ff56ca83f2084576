"""An award that was granted, and the keys of the house, made once for all tests."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from sqlmodel import Session

from coach_the_coach.certification.credential.actions import Found, issue
from coach_the_coach.certification.credential.keys.actions import new_key
from coach_the_coach.certification.credential.keys.queries import SEALED_FOR
from coach_the_coach.certification.credential.keys.rules import Algorithm
from coach_the_coach.certification.credential.rules import AwardKind
from coach_the_coach.certification.credential.tables import Award, IssuerKey
from coach_the_coach.foundation import keys
from coach_the_coach.identity.tables import Person
from tests.cast import NOW

HOUSE: Final = "https://coach.example.com"
DID: Final = "did:web:coach.example.com"

SESSIONS: Final = ("b" * 32, "a" * 32, "c" * 32)
"""The public ids of what was counted."""

CRITERIA: Final = ("Three observed sessions.", "A log of forty sessions.")


@cache
def made(algorithm: Algorithm) -> tuple[str, dict[str, Any]]:
    """A key of this kind, made once: an RSA key takes a while."""
    return new_key(algorithm)


def keys_kept(session: Session, *, at: datetime = NOW) -> None:
    """Both keys in use, without waiting for them to be made."""
    for algorithm in Algorithm:
        private, public = made(algorithm)
        session.add(
            IssuerKey(
                kid=f"{algorithm.lower()}-first",
                algorithm=algorithm,
                public=public,
                sealed=keys.sealed(SEALED_FOR, private),
                made_at=at,
            )
        )
    session.flush()


def award(
    session: Session,
    of: Person,
    *,
    signed_by: Iterable[Person] = (),
    valid_until: date | None = date(2027, 9, 2),
    path_key: str = "certified-coach",
    kind: AwardKind = AwardKind.FIRST,
    at: datetime = NOW,
    on: date | None = None,
) -> Award:
    """That somebody is certified; the keys of the house are there already."""
    return issue(
        session,
        person_id=of.id or 0,
        path_key=path_key,
        path_title="Certified Coach",
        level=2,
        version=3,
        valid_from=on or at.date(),
        valid_until=valid_until,
        kind=kind,
        criteria=CRITERIA,
        evidence=[Found("observed sessions", SESSIONS)],
        signed_by=[one.id or 0 for one in signed_by],
        at=at,
    )
