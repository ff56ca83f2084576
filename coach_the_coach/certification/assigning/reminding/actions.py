"""Once a day those are reminded, with their leaders, whose day comes near: each time once."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from coach_the_coach.certification.assigning.reminding.rules import (
    BEFORE,
    About,
    leader_words,
    own_words,
    reminder_for,
)
from coach_the_coach.certification.assigning.tables import Reminder
from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.rules import OPEN
from coach_the_coach.certification.tables import Enrolment, PathVersion, Progress
from coach_the_coach.foundation import jobs
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import day, local_day
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.notices.actions import tell_all
from coach_the_coach.notices.mail.actions import write
from coach_the_coach.notices.mail.rules import Letter
from coach_the_coach.settings import settings
from coach_the_coach.shell import routes

REMINDS: Final = "remind-of-paths"
"""The kind of job that reminds, once a day."""

FARTHEST: Final = timedelta(days=max(BEFORE) + 1)
"""How far ahead days are looked for: those of the first reminder, wherever it is tomorrow.

Source: docs/method.md#reminders.
"""


@dataclass(frozen=True)
class _Day:
    """A day that comes near for somebody on a path."""

    enrolment: Enrolment
    title: str
    person: Person
    about: About
    day: date
    since: date
    """When they were told of the day itself, or got the certificate."""


def ensure_daily(session: Session, *, at: datetime) -> None:
    """See to it that today's round takes place; the next one follows from it."""
    jobs.enqueue(session, REMINDS, key=f"{REMINDS}:{at:%Y-%m-%d}", due_at=at, payload={})


@jobs.job(REMINDS)
def remind_daily(session: Session, _payload: dict[str, Any], at: datetime) -> None:
    """Remind whoever is to be reminded today, and look again tomorrow."""
    remind(session, at=at)
    ensure_daily(session, at=at + timedelta(days=1))


def remind(session: Session, *, at: datetime) -> int:
    """Remind everybody whose day comes near, and their direct leader; returns how many days.

    A leader of many is told of them in one notice. In few statements, but for letters.
    """
    with as_program(session):
        near = _near(session, at)
        gone = _gone(session, [one.enrolment.id or 0 for one in near])
        going: list[tuple[_Day, int]] = []
        for one in near:
            which = reminder_for(
                one.day,
                since=one.since,
                today=local_day(at, one.person.time_zone),
                gone=gone[(one.enrolment.id or 0, one.about, one.day)],
            )
            if which is not None:
                going.append((one, which))
        if going:
            _enter(session, going, at)
            _tell(session, going, at)
            _tell_leaders(session, going, at)
    return len(going)


def _near(session: Session, at: datetime) -> list[_Day]:
    """Days by which somebody is to be through and is not, and ends of certificates that stand."""
    first, last = at.date() - timedelta(days=1), at.date() + FARTHEST
    rows = session.exec(
        select(Enrolment, Person, PathVersion.title, Progress.state)
        .join(Person, col(Person.id) == col(Enrolment.person_id))
        .join(PathVersion, col(PathVersion.id) == col(Enrolment.path_version_id))
        .join(Progress, col(Progress.enrolment_id) == col(Enrolment.id), isouter=True)
        .where(
            col(Enrolment.withdrawn_at).is_(None),
            in_employment(at),
            or_(
                col(Enrolment.due_on).between(first, last),
                col(Enrolment.id).in_(_with_end(first, last)),
            ),
        )
        .order_by(col(Person.given_name), col(Person.family_name), col(Enrolment.id))
    ).all()
    awards = _newest_awards(session, {one.person_id for one, *_rest in rows})
    found = []
    for one, person, title, state in rows:
        award = awards.get((one.person_id, one.path_key))
        told = local_day(one.assigned_at, person.time_zone)
        if award is None and (state is None or state in OPEN):
            found.append(_Day(one, title, person, About.DUE, one.due_on, told))
        elif award is not None and award.valid_until is not None and award.suspended_at is None:
            end = award.valid_until
            found.append(_Day(one, title, person, About.ENDS, end, award.valid_from))
    return found


def _with_end(first: date, last: date) -> Any:
    """Enrolments of whoever holds a certificate of the path that ends in these days."""
    return (
        select(Enrolment.id)
        .join(
            Award,
            and_(
                col(Award.person_id) == col(Enrolment.person_id),
                col(Award.path_key) == col(Enrolment.path_key),
            ),
        )
        .where(col(Award.valid_until).between(first, last), col(Award.revoked_at).is_(None))
    )


def _newest_awards(session: Session, people: set[int]) -> dict[tuple[int, str], Award]:
    """The newest certificate of each of these people on each path."""
    found = session.exec(
        select(Award)
        .where(col(Award.person_id).in_(people), col(Award.revoked_at).is_(None))
        .order_by(col(Award.valid_from), col(Award.id))
    )
    return {(one.person_id, one.path_key): one for one in found}


def _gone(session: Session, enrolments: list[int]) -> dict[tuple[int, About, date], set[int]]:
    """Which reminders have gone of which day."""
    gone: dict[tuple[int, About, date], set[int]] = defaultdict(set)
    found = session.exec(select(Reminder).where(col(Reminder.enrolment_id).in_(enrolments)))
    for one in found:
        gone[(one.enrolment_id, one.about, one.day)].add(one.days)
    return gone


def _enter(session: Session, going: list[tuple[_Day, int]], at: datetime) -> None:
    """Note which reminders go."""
    rows = [
        Reminder(
            enrolment_id=one.enrolment.id or 0, about=one.about, day=one.day, days=which, at=at
        ).model_dump()
        for one, which in going
    ]
    session.connection().execute(insert_into(session, Reminder), rows)


def _tell(session: Session, going: list[tuple[_Day, int]], at: datetime) -> None:
    """Tell those whose day it is: one of several days of theirs after the other."""
    rounds: list[dict[int, str]] = []
    for one, which in going:
        who, today = one.person.id or 0, local_day(at, one.person.time_zone)
        exact = day(one.day, today).exact
        text = own_words(one.about, one.title, exact, (one.day - today).days)
        place = next((told for told in rounds if who not in told), None)
        if place is None:
            rounds.append(place := {})
        place[who] = text
        if settings().mail is not None:
            key = f"path:{one.enrolment.public_id}:{one.about}:{one.day}:{which}"
            write(session, who, Letter.PATH_DAY, link=routes.CERTIFICATION, key=key, at=at)
    for told in rounds:
        tell_all(session, told, link=routes.CERTIFICATION, at=at)


def _tell_leaders(session: Session, going: list[tuple[_Day, int]], at: datetime) -> None:
    """Tell each direct leader of all of theirs at once."""
    people = {one.enrolment.person_id for one, _which in going}
    leaders = dict(
        session.exec(
            select(Reach.descendant_id, Reach.ancestor_id)
            .join(Person, col(Person.id) == col(Reach.ancestor_id))
            .where(col(Reach.descendant_id).in_(people), Reach.depth == 1, in_employment(at))
        ).all()
    )
    theirs: dict[int, list[tuple[About, str, str, int]]] = defaultdict(list)
    for one, _which in going:
        leader = leaders.get(one.enrolment.person_id)
        if leader is not None:
            left = (one.day - local_day(at, one.person.time_zone)).days
            theirs[leader].append((one.about, one.person.name, one.title, left))
    told = {leader: leader_words(items) for leader, items in theirs.items()}
    tell_all(session, told, link=routes.CERTIFIED, at=at)
    if settings().mail is None:
        return
    for leader in sorted(told):
        key = f"paths-of:{leader}:{at:%Y-%m-%d}"
        write(session, leader, Letter.PATHS_OF_TEAM, link=routes.CERTIFIED, key=key, at=at)
