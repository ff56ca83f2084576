"""Publishing a version of a path."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.certification.editing.path.rules import (
    PathDraft,
    path_of,
    problem_in_reason,
)
from coach_the_coach.certification.paths.rules import content_hash, stored_path
from coach_the_coach.certification.queries import newest_versions
from coach_the_coach.certification.tables import PathVersion
from coach_the_coach.foundation.audit import Told, about, logged
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission


@logged("path:publish", _("published a version of a certification path"), Told.ADMIN)
def publish(
    session: Session, actor: Actor, *, draft: PathDraft, opened: int, reason: str, at: datetime
) -> str:
    """Keep a changed path as a new version, or a new path as its first; returns its short name.

    `opened` is the version that was changed, 0 for a new path. Whoever is on the path keeps their
    version. Raises NotPermitted, Invalid, and Conflict where another version was published since.
    """
    actor.require(Permission.PATH_WRITE)
    there = {one.key: one for one in newest_versions(session)}
    others = [stored_path(one.content) for one in there.values()]
    problems = {"reason": said} if (said := problem_in_reason(reason)) else {}
    try:
        path = path_of(draft, known=there.keys(), others=others)
    except Invalid as error:
        raise Invalid(error.problems | problems) from error
    newest = there.get(path.key)
    content, digest = content_hash(path)
    if newest is not None and not opened:
        problems["key"] = _("There is a path of this short name already.")
    elif newest is not None and newest.version == opened and newest.sha256 == digest:
        problems["reason"] = _("Nothing is another than in version {n}.").format(n=opened)
    if problems:
        raise Invalid(problems)
    if (newest.version if newest else 0) != opened:
        raise Conflict(_meanwhile())
    kept = session.exec(
        insert_into(session, PathVersion)
        .values(
            key=path.key,
            version=opened + 1,
            title=path.title,
            level=path.level,
            content=content,
            sha256=digest,
            published_at=at,
            published_by_id=actor.person_id,
            reason=reason.strip(),
        )
        # Of two at one instant the second waits for the first here, and is told.
        .on_conflict_do_nothing(index_elements=["key", "version"])
        .returning(PathVersion.__table__.c.id)  # pyright: ignore[reportAttributeAccessIssue] - SQLModel does not declare it
    ).first()
    if kept is None:
        raise Conflict(_meanwhile())
    about(session, thing=path.key, detail={"version": str(opened + 1)})
    return path.key


def _meanwhile() -> str:
    return _("Somebody published another version meanwhile. Nothing of yours is lost.")
