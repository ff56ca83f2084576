"""The paths that somebody was put on, for whoever may put them on one."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from coach_the_coach.certification.assigning.one.rows import OnPathRow, OnPathsRow
from coach_the_coach.certification.tables import Enrolment, PathVersion
from coach_the_coach.foundation.when import day, local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import sees, visible_person
from coach_the_coach.shell import routes


def paths_of(session: Session, actor: Actor, *, person: str, at: datetime) -> OnPathsRow:
    """Their paths, those they are on first; nothing of how they do.

    Raises NotFound for one the actor cannot see, NotPermitted for one they may not put on a path.
    """
    who = visible_person(session, actor, person, Permission.PATH_ASSIGN)
    found = session.exec(
        select(Enrolment, PathVersion.title)
        .join(PathVersion, col(PathVersion.id) == col(Enrolment.path_version_id))
        .where(sees(Enrolment, actor, Permission.PATH_ASSIGN), Enrolment.person_id == who.id)
        .order_by(col(Enrolment.withdrawn_at).is_not(None), col(Enrolment.id).desc())
    ).all()
    names = names_of(
        session,
        {
            by
            for one, _title in found
            for by in (one.assigned_by_id, one.withdrawn_by_id)
            if by is not None
        },
    )
    today = local_day(at, actor.time_zone)
    running = {one.path_key for one, _title in found if one.withdrawn_at is None}
    rows = []
    for one, title in found:
        row = _row(one, title, names, actor.time_zone, today)
        if one.path_key not in running:
            link = routes.assign(path=one.path_key, person=who.public_id)
            row = OnPathRow(**{**vars(row), "again_link": link})
            running.add(one.path_key)
        rows.append(row)
    return OnPathsRow(
        public_id=who.public_id,
        name=who.name,
        role=who.title,
        assign_link=routes.assign(person=who.public_id),
        paths=rows,
    )


def _row(one: Enrolment, title: str, names: dict[int, str], zone: str, today: date) -> OnPathRow:
    since = day(local_day(one.assigned_at, zone), today).exact
    by = names.get(one.assigned_by_id or 0, "")
    about = _("Since {day}, put on it by {name}.") if by else _("Since {day}, by itself.")
    if one.assigned_by_id == one.person_id:
        about = _("Since {day}, begun by themself.")
    ended = ""
    if one.withdrawn_at is not None:
        ended = _("Taken off on {day} by {name}: {reason}").format(
            day=day(local_day(one.withdrawn_at, zone), today).exact,
            name=names.get(one.withdrawn_by_id or 0, _("somebody")),
            reason=one.why_withdrawn or _("no reason kept"),
        )
    return OnPathRow(
        public_id=one.public_id,
        title=title,
        about=about.format(day=since, name=by),
        due_words=day(one.due_on, today).exact,
        due_on=one.due_on.isoformat(),
        ended=ended,
    )
