"""Bringing in a version of the rubric."""

from datetime import datetime

from sqlmodel import Session, select

from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.rating.rules import canonical, fingerprint, read_rubric
from coach_the_coach.observations.tables import Rubric


def import_rubric(session: Session, text: str, *, at: datetime) -> Rubric:
    """Bring in a version of the rubric from its reviewed file; the same file again changes nothing.

    Raises Invalid for a file that is no rubric, Conflict for other words under a version already here.
    """
    rubric = read_rubric(text)
    held = session.exec(
        select(Rubric).where(Rubric.name == rubric.name, Rubric.version == rubric.version)
    ).first()
    if held is None:
        held = Rubric(
            name=rubric.name,
            version=rubric.version,
            content=canonical(rubric),
            sha256=fingerprint(rubric),
            imported_at=at,
        )
        session.add(held)
        session.flush()
    elif held.sha256 != fingerprint(rubric):
        raise Conflict(
            _("Version {version} is here already with other words. Give it a new version.").format(
                version=rubric.version
            )
        )
    return held
