"""Granting a certificate, and renewing with it what it stands above; for who decided."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from coach_the_coach.certification.credential.actions import Found, issue
from coach_the_coach.certification.credential.rules import AwardKind
from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.deciding.actions import close, move_if
from coach_the_coach.certification.deciding.granting.rules import (
    evidence_of,
    renewed_until,
    ways_to_certified,
)
from coach_the_coach.certification.deciding.queries import Weighed
from coach_the_coach.certification.paths.rules import Path, stored_path
from coach_the_coach.certification.progress.making.actions import make_now
from coach_the_coach.certification.progress.rules import next_validity
from coach_the_coach.certification.queries import newest_versions, paths_by_version
from coach_the_coach.certification.requirements.facts import Held
from coach_the_coach.certification.rules import Asked, Move, State, Verdict
from coach_the_coach.certification.tables import Enrolment, PathVersion, Progress, Review


def grant(
    session: Session, review: Review, found: Weighed, *, signers: list[int], on: date, at: datetime
) -> Award:
    """The certificate of a decision that all have signed, on the day where the candidate is.

    As the program. What it renews is renewed with it.
    """
    version = session.get_one(PathVersion, review.path_version_id)
    days = next_validity(found.path, found.stood.awards, on)
    award = issue(
        session,
        person_id=review.person_id,
        path_key=found.path.key,
        path_title=found.path.title,
        level=found.path.level,
        version=version.version,
        # As it is measured now: what was to be renewed may have been taken back since.
        kind=AwardKind.FIRST if found.came.asking is Asked.FIRST else AwardKind.RECERTIFIED,
        valid_from=on,
        valid_until=days.until,
        criteria=[line.requirement.sentence() for line in found.came.lines],
        evidence=[Found(what, ids) for what, ids in evidence_of(found.came.lines)],
        signed_by=signers,
        at=at,
    )
    close(session, review, Verdict.CERTIFIED, Move.CERTIFY, by_id=signers[-1], at=at)
    for path, number, enrolment in _renewed(session, award):
        _renew(session, award, path, number, enrolment, at=at)
    return award


def _renewed(session: Session, award: Award) -> list[tuple[Path, int, Enrolment | None]]:
    """Paths that this certificate renews too, each as the holder is on it, or the newest."""
    open_ones = session.exec(
        select(Enrolment).where(
            Enrolment.person_id == award.person_id, col(Enrolment.withdrawn_at).is_(None)
        )
    ).all()
    theirs = {one.path_key: one for one in open_ones}
    paths = paths_by_version(session, [one.path_version_id for one in open_ones])
    numbers = {
        one.id: one.version
        for one in session.exec(select(PathVersion).where(col(PathVersion.id).in_(paths)))
    }
    found: list[tuple[Path, int, Enrolment | None]] = []
    for newest in newest_versions(session):
        mine = theirs.get(newest.key)
        path = paths[mine.path_version_id] if mine else stored_path(newest.content)
        if path.renewed_by == award.path_key and path.key != award.path_key:
            number = numbers[mine.path_version_id] if mine else newest.version
            found.append((path, number, mine))
    return found


def _renew(
    session: Session,
    award: Award,
    path: Path,
    version: int,
    enrolment: Enrolment | None,
    *,
    at: datetime,
) -> None:
    """Renew one path whose certificate is held or was; one that rests stays as it is."""
    held = session.exec(
        select(Award)
        .where(
            Award.person_id == award.person_id,
            Award.path_key == path.key,
            col(Award.revoked_at).is_(None),
        )
        .order_by(col(Award.valid_from), col(Award.id))
    ).all()
    if not held or held[-1].suspended_at is not None:
        return
    before = [Held(one.public_id, one.valid_from, path.key, one.valid_until) for one in held]
    if enrolment is not None:
        _clear(session, enrolment, by_id=award.signed_by[-1], at=at)
    issue(
        session,
        person_id=award.person_id,
        path_key=path.key,
        path_title=path.title,
        level=path.level,
        version=version,
        kind=AwardKind.RECERTIFIED,
        valid_from=award.valid_from,
        valid_until=renewed_until(path, before, award.valid_from, until=award.valid_until),
        criteria=[f"{award.path_title}: {one}" for one in award.criteria],
        evidence=[Found(award.path_title, (award.public_id,))],
        signed_by=award.signed_by,
        at=at,
    )
    if enrolment is not None:
        now = session.get_one(Progress, enrolment.id)
        for moved in ways_to_certified(State(now.state)):
            move_if(session, enrolment, moved, by_id=award.signed_by[-1], at=at)
        make_now(session, [award.person_id], at=at)


def _clear(session: Session, enrolment: Enrolment, *, by_id: int, at: datetime) -> None:
    """Close a decision about the path that is renewed without it."""
    review = session.exec(
        select(Review).where(Review.enrolment_id == enrolment.id, col(Review.closed_at).is_(None))
    ).first()
    if review is not None:
        close(session, review, Verdict.TAKEN_BACK, Move.TAKE_BACK, by_id=by_id, at=at)
