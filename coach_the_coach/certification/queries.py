"""Paths as they are kept, and who is on one."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from coach_the_coach.certification.paths.rules import Path, stored_path
from coach_the_coach.certification.tables import Enrolment, PathVersion
from coach_the_coach.foundation.errors import NotFound

CONTENTS: Final = columns(col(PathVersion.id), col(PathVersion.content)).where(
    col(PathVersion.id).in_(bindparam("versions", expanding=True))
)
"""What `paths_by_version` asks; made once, for that takes longer than to run it."""

OPEN: Final = (
    select(Enrolment)
    .where(
        col(Enrolment.person_id).in_(bindparam("people", expanding=True)),
        col(Enrolment.withdrawn_at).is_(None),
    )
    .order_by(col(Enrolment.person_id), col(Enrolment.path_key))
)
"""What `open_enrolments` asks; the same of it."""


def newest_versions(session: Session) -> list[PathVersion]:
    """The newest version of every path, by level; those of none, as a licence, come last."""
    newest = select(func.max(PathVersion.id)).group_by(col(PathVersion.key))
    found = session.exec(
        select(PathVersion)
        .where(col(PathVersion.id).in_(newest))
        .order_by(col(PathVersion.level) == 0, col(PathVersion.level), col(PathVersion.key))
    )
    return list(found)


def newest_version(session: Session, key: str) -> PathVersion:
    """The newest version of one path. Raises NotFound."""
    found = session.exec(
        select(PathVersion)
        .where(PathVersion.key == key)
        .order_by(col(PathVersion.version).desc())
        .limit(1)
    ).first()
    if found is None:
        raise NotFound
    return found


def paths_by_version(session: Session, versions: Collection[int]) -> dict[int, Path]:
    """Paths by the id of their version, in one statement."""
    session.flush()
    found = session.connection().execute(CONTENTS, {"versions": list(versions)})
    return {number or 0: stored_path(content) for number, content in found}


def open_enrolments(session: Session, people: Collection[int]) -> list[Enrolment]:
    """Who of these is on which path, by person and path: for certification itself, not pages."""
    return list(session.exec(OPEN, params={"people": list(people)}))
