"""Who would be moved to the newest version of a path, and what that changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import exists, func
from sqlmodel import Session, col, select

from coach_the_coach.certification.assigning.rules import FEWEST
from coach_the_coach.certification.assigning.versions.rules import VersionChange
from coach_the_coach.certification.paths.rules import stored_path
from coach_the_coach.certification.progress.queries import stood
from coach_the_coach.certification.progress.rules import Circumstances, came_to
from coach_the_coach.certification.queries import newest_version
from coach_the_coach.certification.tables import Enrolment, PathVersion, Review
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.identity.access import Actor, Permission

AT_ONCE = 500
"""People who are looked at together. Source: docs/method.md#making-progress."""


def movable(version: PathVersion) -> Any:
    """Those on an earlier version of a path whose decision is not asked for, by person."""
    waits = exists().where(
        col(Review.enrolment_id) == col(Enrolment.id), col(Review.closed_at).is_(None)
    )
    return (
        select(Enrolment)
        .where(
            Enrolment.path_key == version.key,
            Enrolment.path_version_id != version.id,
            col(Enrolment.withdrawn_at).is_(None),
            ~waits,
        )
        .order_by(col(Enrolment.person_id))
    )


def on_older(session: Session, actor: Actor, *, path_key: str) -> int:
    """How many are on another than the newest version of a path. Raises NotPermitted, NotFound."""
    actor.require(Permission.PATH_WRITE)
    version = newest_version(session, path_key)
    with as_program(session):
        return session.exec(
            select(func.count())
            .select_from(Enrolment)
            .where(
                Enrolment.path_key == path_key,
                Enrolment.path_version_id != version.id,
                col(Enrolment.withdrawn_at).is_(None),
            )
        ).one()


def version_change(session: Session, actor: Actor, *, path_key: str, at: datetime) -> VersionChange:
    """How many would be moved to the newest version, and how many of them would fall short.

    Counts alone, and none of how they stand where they are few. Raises NotPermitted, NotFound.
    """
    actor.require(Permission.PATH_WRITE)
    version = newest_version(session, path_key)
    new = stored_path(version.content)
    with as_program(session):
        found = session.exec(movable(version)).all()
        waits = session.exec(
            select(Review.id)
            .join(Enrolment, col(Enrolment.id) == col(Review.enrolment_id))
            .where(
                Enrolment.path_key == path_key,
                Enrolment.path_version_id != version.id,
                col(Enrolment.withdrawn_at).is_(None),
                col(Review.closed_at).is_(None),
            )
        ).all()
        short = gains = 0
        people = [one.person_id for one in found]
        for first in range(0, len(people) if len(people) >= FEWEST else 0, AT_ONCE):
            for one in stood(session, people[first : first + AT_ONCE], at=at):
                if one.path.key != path_key:
                    continue
                around = Circumstances(in_review=one.review is not None)
                then = came_to(new, one.known, awards=one.awards, around=around, today=one.today)
                short += one.came.is_complete and not then.is_complete
                gains += then.is_complete and not one.came.is_complete
    return VersionChange(
        version=version.version,
        moved=len(people),
        waiting=len(waits),
        is_known=len(people) >= FEWEST,
        short=short,
        gains=gains,
    )
