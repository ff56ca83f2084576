"""Who is on an older version of a path, and what moving them would change: counts alone."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.certification.assigning.versions.queries import on_older, version_change
from coach_the_coach.certification.editing.path.moving.rows import MoveRow, OlderRow
from coach_the_coach.certification.editing.path.moving.rules import (
    move_title,
    move_words,
    older_words,
)
from coach_the_coach.identity.access import Actor


def older_row(session: Session, actor: Actor, *, path_key: str) -> OlderRow:
    """How many are on an older version of a path. Raises NotPermitted, NotFound."""
    people = on_older(session, actor, path_key=path_key)
    return OlderRow(people, older_words(people))


def move_row(session: Session, actor: Actor, *, path_key: str, at: datetime) -> MoveRow:
    """What moving them to the newest version would change. Raises NotPermitted, NotFound."""
    change = version_change(session, actor, path_key=path_key, at=at)
    return MoveRow(True, change.moved, move_title(change), move_words(change))
