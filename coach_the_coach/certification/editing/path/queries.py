"""One path with its versions, for whoever may change it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from coach_the_coach.certification.editing.path.changes.rules import changes
from coach_the_coach.certification.editing.path.rows import ChoiceRow, PathRow, VersionRow
from coach_the_coach.certification.paths.rules import Path, stored_path
from coach_the_coach.certification.queries import newest_version, newest_versions
from coach_the_coach.certification.tables import Enrolment, PathVersion
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import moment
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of


def path_row(session: Session, actor: Actor, *, key: str, at: datetime) -> PathRow:
    """One path with all its versions, the newest first. Raises NotPermitted, NotFound."""
    actor.require(Permission.PATH_WRITE)
    versions = session.exec(
        select(PathVersion).where(PathVersion.key == key).order_by(col(PathVersion.version).desc())
    ).all()
    if not versions:
        raise NotFound
    return PathRow(
        key=key,
        title=versions[0].title,
        opened=versions[0].version,
        versions=_version_rows(session, actor, versions, at),
        others=other_paths(session, actor),
    )


def other_paths(session: Session, actor: Actor) -> list[ChoiceRow]:
    """Every path there is, by level. Raises NotPermitted."""
    actor.require(Permission.PATH_WRITE)
    return [ChoiceRow(one.key, one.title) for one in newest_versions(session)]


def newest_path(session: Session, actor: Actor, *, key: str) -> tuple[Path, int]:
    """The newest version of a path, and its number. Raises NotPermitted, NotFound."""
    actor.require(Permission.PATH_WRITE)
    found = newest_version(session, key)
    return stored_path(found.content), found.version


def _version_rows(
    session: Session, actor: Actor, versions: Sequence[PathVersion], at: datetime
) -> list[VersionRow]:
    names = names_of(session, {one.published_by_id for one in versions if one.published_by_id})
    people = _people_by_version(session, versions)
    paths = {one.version: stored_path(one.content) for one in versions}
    rows = []
    for one in versions:
        path, before = paths[one.version], paths.get(one.version - 1)
        on_it = people.get(one.id or 0, 0)
        rows.append(
            VersionRow(
                number=one.version,
                word=_("Version {n}").format(n=one.version),
                when=moment(one.published_at, actor.time_zone, at),
                by=names.get(one.published_by_id or 0, "") or _("came with the program"),
                reason=one.reason,
                people=_n("{n} person on it", "{n} people on it", on_it).format(n=on_it),
                changes=changes(before, path) if before else [],
                asks=[each.sentence() for each in path.requirements],
                renewing=[each.sentence() for each in path.recertify],
            )
        )
    return rows


def _people_by_version(session: Session, versions: Sequence[PathVersion]) -> dict[int, int]:
    """How many are on each version."""
    with as_program(session):
        found = session.exec(
            select(Enrolment.path_version_id, func.count())
            .where(
                col(Enrolment.path_version_id).in_([one.id for one in versions]),
                col(Enrolment.withdrawn_at).is_(None),
            )
            .group_by(col(Enrolment.path_version_id))
        ).all()
    return dict(found)
