"""What a file with a path is made of, and whether one may be brought in."""

from sqlmodel import Session

from coach_the_coach.certification.editing.file.rules import toml_of
from coach_the_coach.certification.paths.rules import stored_path
from coach_the_coach.certification.queries import newest_version, newest_versions
from coach_the_coach.identity.access import Actor, Permission


def file_of(session: Session, actor: Actor, *, key: str) -> str:
    """The newest version of a path as a file. Raises NotPermitted, NotFound."""
    actor.require(Permission.PATH_WRITE)
    return toml_of(stored_path(newest_version(session, key).content))


def keys_there(session: Session, actor: Actor) -> set[str]:
    """The short names of all paths, for whoever may bring one in. Raises NotPermitted."""
    actor.require(Permission.PATH_WRITE)
    return {one.key for one in newest_versions(session)}
