"""Bringing in the paths that the program comes with."""

from datetime import datetime
from importlib import resources
from typing import Final

from sqlmodel import Session, select

from coach_the_coach.certification.paths.rules import content_hash, read_path
from coach_the_coach.certification.tables import PathVersion

SHIPPED: Final = ("foundations", "certified-coach", "master-coach", "observer-licence")
"""The paths that the program comes with, by the names of their files."""


def ensure_paths(session: Session, *, at: datetime) -> None:
    """Have each path that the program comes with, where there is none of its name yet."""
    there = set(session.exec(select(PathVersion.key)))
    folder = resources.files(__package__ or "").joinpath("paths", "shipped")
    for name in SHIPPED:
        if name in there:
            continue
        path = read_path(folder.joinpath(f"{name}.toml").read_text("utf-8"))
        content, digest = content_hash(path)
        session.add(
            PathVersion(
                key=path.key,
                version=1,
                title=path.title,
                level=path.level,
                content=content,
                sha256=digest,
                published_at=at,
            )
        )
    session.flush()
