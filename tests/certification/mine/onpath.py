"""Somebody on a path of a few requirements, each of which shows what is told of it to whom."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from coach_the_coach.certification.paths.rules import Path, content_hash
from coach_the_coach.certification.requirements.signed import SignOff
from coach_the_coach.certification.requirements.work import LoggedSessions, TenPoints
from coach_the_coach.certification.tables import Attestation, Enrolment, PathVersion
from coach_the_coach.identity.tables import Person
from coach_the_coach.selfaudit.tables import SelfAudit, SelfAuditPoint
from tests.cadence.figures import kept
from tests.cast import NOW, Cast

TODAY = NOW.date()

REASON = "Mo told Rae what he saw"
"""Words of whoever signed."""

FIRST = Path(
    key="first",
    title="First path",
    about="The ground.",
    within_days=60,
    requirements=(
        LoggedSessions(key="log", count=2, days=30, reps=1),
        TenPoints(key="audit", yeses=7),
        SignOff(key="signed", text="They lead their own meeting"),
    ),
    recertify=(LoggedSessions(key="log", count=1, days=30, reps=1),),
)
"""Sessions, ten points, and a leader's signature."""


def version(session: Session, path: Path = FIRST, number: int = 1) -> PathVersion:
    """A path as it was published."""
    content, digest = content_hash(path)
    made = PathVersion(
        key=path.key,
        version=number,
        title=path.title,
        level=path.level,
        content=content,
        sha256=digest,
        published_at=NOW - timedelta(days=90 - number),
    )
    session.add(made)
    session.flush()
    return made


def enrolled(session: Session, who: Person, path: PathVersion, *, days: int = 50) -> Enrolment:
    """Somebody on a path, due in so many days."""
    made = Enrolment(
        person_id=who.id or 0,
        path_key=path.key,
        path_version_id=path.id or 0,
        assigned_at=NOW - timedelta(days=10),
        due_on=TODAY + timedelta(days=days),
    )
    session.add(made)
    session.flush()
    return made


def walked(session: Session, cast: Cast) -> Enrolment:
    """Mo on the path: two sessions of which one counts, six yeses of ten, and a signature."""
    made = enrolled(session, cast.mo, version(session))
    kept.entry(session, cast.mo, cast.rae, TODAY - timedelta(days=3))
    kept.entry(session, cast.mo, cast.ren, TODAY - timedelta(days=2), complete=False)
    audited(session, cast.mo, yeses=6)
    session.add(
        Attestation(
            person_id=cast.mo.id or 0,
            by_id=cast.lena.id or 0,
            path_key="first",
            requirement_key="signed",
            on=TODAY - timedelta(days=1),
            at=NOW - timedelta(days=1),
            reason=REASON,
        )
    )
    session.flush()
    return made


def audited(session: Session, who: Person, *, yeses: int) -> None:
    """Somebody's own ten points, sent."""
    one = SelfAudit(
        about_id=who.id or 0,
        by_id=who.id or 0,
        quarter=date(2026, 1, 1),
        begun_at=NOW - timedelta(days=5),
        sent_at=NOW - timedelta(days=4),
    )
    session.add(one)
    session.flush()
    for point in range(1, 11):
        session.add(SelfAuditPoint(self_audit_id=one.id or 0, point=point, yes=point <= yeses))
    session.flush()


def more_sessions(session: Session, cast: Cast, number: int) -> None:
    """So many more sessions of Mo's, a day each."""
    for back in range(number):
        kept.entry(session, cast.mo, cast.rae, TODAY - timedelta(days=4 + back))


def renamed(path: Path, **values: Any) -> Path:
    """A path with other values."""
    return replace(path, **values)
