"""Bringing in a version of the rubric."""

from datetime import datetime
from importlib import resources
from typing import Final

from sqlmodel import Session, select

from coach_the_coach.foundation import audit
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.rubric.rules import canonical, fingerprint, read_rubric
from coach_the_coach.observations.tables import Rubric

IMPORTS: Final = audit.known("rubric:import", _("brought in a rubric"), audit.Told.ADMIN)
"""What the log calls it when a rubric comes from a file at the command line."""

SHIPPED: Final = ("rubric-1.0.toml", "rubric-1.1.toml")
"""The rubrics that the product has come with, the newest last."""


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


def import_by_hand(session: Session, text: str, *, at: datetime) -> Rubric:
    """As `import_rubric`, for the command line, with an entry in the log."""
    held = import_rubric(session, text, at=at)
    said = audit.About(detail={"what": f"{held.name} {held.version}"})
    audit.note(session, IMPORTS, actor_id=None, at=at, of=said)
    return held


def ensure_rubric(session: Session, *, at: datetime) -> None:
    """Bring in the newest rubric that the product comes with.

    Where an organisation has brought in one of its own, whatever its name, that one goes on.
    """
    texts = [resources.files(__package__ or "").joinpath(one).read_text("utf-8") for one in SHIPPED]
    shipped = [fingerprint(read_rubric(text)) for text in texts]
    held = set(session.exec(select(Rubric.sha256)).all())
    if held <= set(shipped) and shipped[-1] not in held:
        import_rubric(session, texts[-1], at=at)
