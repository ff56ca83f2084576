"""Granting an award, and ending or halting it; called by the room that decides, in its transaction.

None of these looks who acts: whoever calls them has found that they may.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, func, select, update

from coach_the_coach.certification.credential.keys.actions import keys_to_sign
from coach_the_coach.certification.credential.proof.rules import sign_document, sign_token
from coach_the_coach.certification.credential.queries import said_of
from coach_the_coach.certification.credential.rules import (
    ALL,
    AwardKind,
    Format,
    Issuer,
    Reason,
    Shown,
    credential_of,
    hash_of,
)
from coach_the_coach.certification.credential.status.rules import FILLED, LENGTH
from coach_the_coach.certification.credential.tables import Award, Credential, CredentialShare
from coach_the_coach.evidence.actions import keep, turn_behind, withdraw
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.settings import settings


@dataclass(frozen=True)
class Found:
    """One sort of evidence that was found: what it is, and the public ids of all of it."""

    what: str
    """In plain words, as in "observed sessions"; never a name or a score."""
    public_ids: tuple[str, ...]


def issue(
    session: Session,
    *,
    person_id: int,
    path_key: str,
    path_title: str,
    level: int,
    version: int,
    valid_from: date,
    valid_until: date | None,
    kind: AwardKind,
    criteria: Iterable[str],
    evidence: Iterable[Found],
    signed_by: Iterable[int],
    at: datetime,
) -> Award:
    """Keep an award, sign it in both ways, and enter it as evidence.

    It takes the place of earlier awards of the same path that are not revoked. Raises Conflict
    where the house's keys cannot be opened.
    """
    with as_program(session):
        award = Award(
            person_id=person_id,
            path_key=path_key,
            path_title=path_title,
            level=level,
            version=version,
            awarded_at=at,
            valid_from=valid_from,
            valid_until=valid_until,
            kind=kind,
            criteria=[*criteria],
            evidence=[_counted(one) for one in evidence],
            signed_by=[*signed_by],
            status_index=free_place(session, Award),
        )
        session.add(award)
        session.flush()
        session.exec(
            update(Award)
            .where(
                col(Award.person_id) == person_id,
                col(Award.path_key) == path_key,
                col(Award.id) != award.id,
                col(Award.superseded_by_id).is_(None),
                col(Award.revoked_at).is_(None),
            )
            .values(superseded_by_id=award.id)
        )
        sign(session, award, at=at)
    keep(session, person_id, EvidenceKind.AWARD, award.public_id, at=at, now=at)
    return award


def reissue(session: Session, award: Award, *, at: datetime) -> None:
    """Sign the holder's own credentials anew with the keys in use; what is shared stays."""
    with as_program(session):
        sign(session, award, at=at)


def revoke(session: Session, award: Award, reason: Reason, at: datetime) -> None:
    """End an award for good. Revoked twice it is revoked once."""
    with as_program(session):
        found = session.exec(
            update(Award)
            .where(col(Award.id) == award.id, col(Award.revoked_at).is_(None))
            .values(revoked_at=at, revoke_reason=reason)
        )
        session.refresh(award)
    if found.rowcount:
        withdraw(session, award.public_id, at=at, reason=reason)


def suspend(session: Session, award: Award, at: datetime) -> None:
    """Halt an award until it is reinstated. Raises Conflict for one that is revoked."""
    _halt(session, award, at, now=at)


def reinstate(session: Session, award: Award, at: datetime) -> None:
    """Have an award count again that was suspended. Raises Conflict for one that is revoked."""
    _halt(session, award, None, now=at)


def sign(
    session: Session,
    award: Award,
    share: CredentialShare | None = None,
    *,
    shown: frozenset[Shown] = ALL,
    at: datetime,
) -> None:
    """Sign an award in both ways, for its holder or for a share with what that shows.

    As the program. The holder's own says no name, so that a file that goes astray names nobody.
    Raises Conflict where the house's keys cannot be opened.
    """
    issuer = Issuer(settings().public_url)
    keys = keys_to_sign(session, at=at)
    said = said_of(session, award, share, shown, at)
    document = credential_of(said, issuer, Format.DATA_INTEGRITY, shown)
    proved = sign_document(document, keys.ed, name=f"{issuer.did}#{keys.ed_kid}", at=at)
    around = credential_of(said, issuer, Format.JWT, shown)
    token = sign_token(around, keys.rsa, name=f"{issuer.did}#{keys.rsa_kid}")
    texts = (
        (Format.DATA_INTEGRITY, json.dumps(proved, ensure_ascii=False, indent=2), keys.ed_kid),
        (Format.JWT, token, keys.rsa_kid),
    )
    session.add_all(
        Credential(
            award_id=award.id or 0,
            share_id=share.id if share else None,
            format=form,
            content=text,
            kid=kid,
            issued_at=at,
        )
        for form, text, kid in texts
    )
    session.flush()


def free_place(session: Session, table: type[Award] | type[CredentialShare]) -> int:
    """A place in the lists that nobody has, taken at random: those of awards are even."""
    odd = int(table is CredentialShare)
    first = session.exec(select(func.count()).select_from(table)).one() // FILLED * LENGTH
    while True:
        place = first + 2 * secrets.randbelow(LENGTH // 2) + odd
        taken = select(table.id).where(col(table.status_index) == place)
        if session.exec(taken).first() is None:
            return place


def _halt(session: Session, award: Award, at: datetime | None, *, now: datetime) -> None:
    """Set or take away that it is suspended."""
    with as_program(session):
        session.refresh(award)
        if award.revoked_at is not None:
            raise Conflict(_("This certificate is revoked, which is for good."))
        session.exec(
            update(Award)
            .where(col(Award.id) == award.id, col(Award.revoked_at).is_(None))
            .values(suspended_at=at)
        )
        session.refresh(award)
    turn_behind(session, [award.person_id], at=now)


def _counted(found: Found) -> dict[str, Any]:
    """A sort of evidence as an award keeps it."""
    salt = new_id()
    return {
        "what": found.what,
        "count": len(set(found.public_ids)),
        "sha256": hash_of(found.public_ids, salt),
        "salt": salt,
    }
