"""Once a day whoever has just begun to coach is put on the paths for new managers."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import exists, func
from sqlmodel import Session, col, select

from coach_the_coach.certification.assigning.actions import enrol
from coach_the_coach.certification.assigning.newcomers.rules import (
    NEW_FOR,
    began_on,
    due_for,
    is_new,
)
from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.paths.rules import Audience, Path, stored_path
from coach_the_coach.certification.queries import newest_versions
from coach_the_coach.certification.tables import Enrolment, PathVersion
from coach_the_coach.coaching.queries import coaches
from coach_the_coach.foundation import jobs
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import begins, day, local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import COACHING_ROLES
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Grant, Person
from coach_the_coach.notices.actions import tell_all
from coach_the_coach.shell import routes

ENROLS: Final = "enrol-newcomers"
"""The kind of job that enrols newcomers, once a day."""


def ensure_daily(session: Session, *, at: datetime) -> None:
    """See to it that today's round takes place; the next one follows from it."""
    today = f"{at:%Y-%m-%d}"
    jobs.enqueue(session, ENROLS, key=f"{ENROLS}:{today}", due_at=at, payload={"on": today})


@jobs.job(ENROLS)
def enrol_newcomers(session: Session, payload: dict[str, Any], at: datetime) -> None:
    """Enrol whoever began since 90 days before the round was due, and look again tomorrow.

    So that a round that comes late misses nobody.
    """
    enrol_all(session, since=date.fromisoformat(payload["on"]) - NEW_FOR, at=at)
    ensure_daily(session, at=at + timedelta(days=1))


def enrol_all(session: Session, *, since: date, at: datetime) -> int:
    """Enrol whoever began to coach on that day or later, on each path for them; returns how many.

    Whoever was ever on the path, or holds a certificate of its level or above, is left alone; done
    twice it is done once.
    """
    enrolled = 0
    with as_program(session):
        for version in newest_versions(session):
            path = stored_path(version.content)
            if path.audience is Audience.NEW_MANAGERS:
                enrolled += _enrol(session, version, path, since, at)
    return enrolled


def _enrol(session: Session, version: PathVersion, path: Path, since: date, at: datetime) -> int:
    due, today = {}, {}
    for person, began in _newcomers(session, path, since, at):
        who = person.id or 0
        today[who] = local_day(at, person.time_zone)
        due[who] = due_for(began, path.within_days, today[who])
    enrolled = enrol(session, version, due, by_id=None, at=at)
    text = _("You have just begun to coach: the path {path} is yours, to be through by {day}.")
    told = {
        who: text.format(path=path.title, day=day(due[who], today[who]).exact) for who in enrolled
    }
    tell_all(session, told, link=routes.CERTIFICATION, at=at)
    return len(enrolled)


def _newcomers(
    session: Session, path: Path, since: date, at: datetime
) -> list[tuple[Person, date]]:
    """Those who began to coach on that day or later and were never on a path; two statements."""
    of_coaches = col(Grant.role).in_(COACHING_ROLES)
    is_own = col(Grant.stands_in_for_id).is_(None)
    first = func.min(Grant.starts_at).filter(of_coaches)
    house = session.exec(select(func.min(Grant.starts_at)).where(of_coaches, is_own)).one()
    if house is None:
        return []
    coached = (
        select(Grant.person_id, first.label("coached"), func.min(Grant.starts_at).label("known"))
        .where(is_own)
        .group_by(col(Grant.person_id))
        # A day more, for where it is the day before.
        .having(first >= begins(since - timedelta(days=1), "UTC"))
        .subquery()
    )
    found = session.exec(
        select(Person, coached.c.coached, coached.c.known)
        .join(coached, coached.c.person_id == col(Person.id))
        .where(coaches(at), in_employment(at), ~_was_ever_on(path), ~_holds(path))
        .order_by(col(Person.id))
    ).all()
    newcomers = []
    for person, coached_at, known_at in found:
        zone = person.time_zone
        began = began_on(
            coached_since=local_day(coached_at, zone),
            known_since=local_day(known_at, zone),
            starts_on=person.starts_on,
            house_since=local_day(house, zone),
        )
        if began is not None and is_new(began, since):
            newcomers.append((person, began))
    return newcomers


def _was_ever_on(path: Path) -> Any:
    return exists().where(
        col(Enrolment.person_id) == col(Person.id), col(Enrolment.path_key) == path.key
    )


def _holds(path: Path) -> Any:
    return exists().where(
        col(Award.person_id) == col(Person.id),
        col(Award.level) >= path.level,
        col(Award.revoked_at).is_(None),
    )
