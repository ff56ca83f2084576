"""All paths, for whoever may change them."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from coach_the_coach.certification.editing.rows import PathLine
from coach_the_coach.certification.paths.rules import stored_path
from coach_the_coach.certification.queries import newest_versions
from coach_the_coach.certification.tables import Enrolment
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import moment
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.shell import routes


def path_lines(session: Session, actor: Actor, *, at: datetime) -> list[PathLine]:
    """Every path in its newest version, by level. Raises NotPermitted."""
    actor.require(Permission.PATH_WRITE)
    versions = newest_versions(session)
    names = names_of(session, {one.published_by_id for one in versions if one.published_by_id})
    people = people_on(session)
    return [
        PathLine(
            key=one.key,
            title=one.title,
            about=stored_path(one.content).about,
            version=_("Version {n}").format(n=one.version),
            when=moment(one.published_at, actor.time_zone, at),
            by=names.get(one.published_by_id or 0, ""),
            people=people_words(people.get(one.key, 0)),
            link=routes.path(one.key),
            copy_link=f"{routes.path('new')}?from={one.key}",
            file_link=routes.path_file(one.key),
            file_name=f"{one.key}.toml",
        )
        for one in versions
    ]


def people_on(session: Session) -> dict[str, int]:
    """How many are on each path, by its short name: for whoever may change them."""
    with as_program(session):
        found = session.exec(
            select(Enrolment.path_key, func.count())
            .where(col(Enrolment.withdrawn_at).is_(None))
            .group_by(col(Enrolment.path_key))
        ).all()
    return dict(found)


def people_words(n: int) -> str:
    """How many are on it."""
    return _n("{n} person on it", "{n} people on it", n).format(n=n) if n else _("Nobody on it")
