"""Bringing in a version of the rubric."""

from datetime import datetime
from importlib import resources
from typing import Final

from sqlmodel import Session, select

from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.rubric.rules import canonical, fingerprint, read_rubric
from coach_the_coach.observations.tables import Rubric

SHIPPED: Final = "rubric-1.1.toml"
"""The rubric that the product comes with."""


def import_rubric(session: Session, text: str, *, at: datetime) -> Rubric:
    """Bring in a version of the rubric from its reviewed file; the same file again changes nothing.

    Raises Invalid for a file that is no rubric, Conflict for other words under a known version.
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


def ensure_rubric(session: Session, *, at: datetime) -> None:
    """Bring in the rubric that the product comes with, where there is none of that version yet.

    Where an organisation has brought in one of its own name, that one is left to hold.
    """
    text = resources.files(__package__ or "").joinpath(SHIPPED).read_text("utf-8")
    shipped = read_rubric(text)
    held = session.exec(select(Rubric.name, Rubric.version)).all()
    if {name for name, _version in held} <= {shipped.name} and not any(
        version == shipped.version for _name, version in held
    ):
        import_rubric(session, text, at=at)
