"""Granting a certificate, for whoever decides, in their transaction."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session, func, select

from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.evidence import actions as evidence
from coach_the_coach.evidence.rules import EvidenceKind


def issue(
    session: Session,
    *,
    person_id: int,
    path_key: str,
    path_title: str,
    level: int,
    version: int,
    kind: str,
    valid_from: date,
    valid_until: date | None,
    criteria: list[str],
    evidence_counts: list[dict[str, Any]],
    signed_by: list[int],
    at: datetime,
) -> Award:
    """Grant a certificate."""
    place = session.exec(select(func.coalesce(func.max(Award.status_index), -1))).one() + 1
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
        criteria=criteria,
        evidence=evidence_counts,
        signed_by=signed_by,
        status_index=place,
    )
    session.add(award)
    session.flush()
    evidence.keep(session, person_id, EvidenceKind.AWARD, award.public_id, at=at, now=at)
    return award


def revoke(session: Session, award: Award, *, reason: str, at: datetime) -> None:
    """Take a certificate back for good."""
    award.revoked_at, award.revoke_reason = at, reason
    session.add(award)
    evidence.turn_behind(session, [award.person_id], at=at)


def suspend(session: Session, award: Award, *, at: datetime) -> None:
    """Let a certificate rest."""
    award.suspended_at = at
    session.add(award)
    evidence.turn_behind(session, [award.person_id], at=at)


def reinstate(session: Session, award: Award, *, at: datetime) -> None:
    """Put a certificate that rests in force again."""
    award.suspended_at = None
    session.add(award)
    evidence.turn_behind(session, [award.person_id], at=at)
