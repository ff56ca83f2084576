"""Putting people on a path, changing by when, taking them off it, and moving to a new version."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from sqlalchemy import func, insert, or_, update
from sqlmodel import Session, col, select

from coach_the_coach.certification.assigning.rules import (
    AssignDraft,
    Group,
    default_due,
    problems_in_due,
    problems_in_reason,
    problems_in_whom,
    why_not_start,
)
from coach_the_coach.certification.assigning.versions.queries import movable
from coach_the_coach.certification.assigning.whom.queries import group_of, named
from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.paths.rules import Path, stored_path
from coach_the_coach.certification.progress.making.actions import make_now, move
from coach_the_coach.certification.queries import newest_version, newest_versions
from coach_the_coach.certification.rules import Move, State, Verdict
from coach_the_coach.certification.tables import Enrolment, EnrolmentStep, PathVersion, Review
from coach_the_coach.coaching.queries import coaches
from coach_the_coach.evidence.actions import turn_behind
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import day, local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import reaches
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.identity.turns import AT_ONCE, wait_for_people
from coach_the_coach.notices.actions import tell, tell_all
from coach_the_coach.shell import routes

LONGEST_NOTICE: Final = 300
"""Characters of a notice. Source: docs/method.md#text-lengths."""


@logged("path:assign", _("put somebody on a path"), Told.BOTH)
def assign(session: Session, actor: Actor, *, draft: AssignDraft, at: datetime) -> tuple[int, int]:
    """Put everybody who is named on a path, and return how many that were and how many were on it.

    Whoever does not coach is left out, and whoever is on it already stays as they are: done twice
    it is done once. In few statements, however many they are. Raises NotPermitted, NotFound for no
    path or a team the actor cannot see, Invalid for nobody named and for a day that is none.
    """
    actor.require(Permission.PATH_ASSIGN)
    version = newest_version(session, draft.path_key)
    path, today = stored_path(version.content), local_day(at, actor.time_zone)
    due = draft.due_on or default_due(path, today)
    if problems := problems_in_whom(draft.whom) | problems_in_due(due, today):
        raise Invalid(problems)
    which = group_of(path, at)
    found = session.exec(
        select(Person.id, which).where(
            named(session, actor, draft.whom, at), which != str(Group.OUT)
        )
    ).all()
    wanted = [who or 0 for who, group in found if group == str(Group.WILL)]
    there = len(found) - len(wanted)
    enrolled = enrol(session, version, dict.fromkeys(wanted, due), by_id=actor.person_id, at=at)
    if not enrolled:
        nothing_done(session)
        return 0, there
    said = {"path": path.key, "version": version.version, "due_on": due.isoformat()}
    one = enrolled[0] if len(enrolled) == 1 else None
    about(session, person_id=one, detail={**said, "people": len(enrolled)})
    text = _("{name} put you on the path {path}, to be through by {day}.").format(
        name=actor.name, path=path.title, day=day(due, today).exact
    )
    told = dict.fromkeys(enrolled, text[:LONGEST_NOTICE])
    tell_all(session, told, link=routes.CERTIFICATION, at=at)
    return len(enrolled), there + len(wanted) - len(enrolled)


@logged("path:start", _("began a path"), Told.SUBJECT)
def start(session: Session, actor: Actor, *, path_key: str, at: datetime) -> None:
    """Put the actor on the path of the next level; their leader is told. Twice it is done once.

    Raises NotPermitted for who does not coach, NotFound for no path, Conflict with the reason where
    it is their leader who puts them on it.
    """
    actor.require(Permission.COACHING_HOLD)
    version = newest_version(session, path_key)
    path, today = stored_path(version.content), local_day(at, actor.time_zone)
    why = _why_not(session, actor, path, at)
    if why:
        raise Conflict(why)
    due = default_due(path, today)
    about(session, person_id=actor.person_id, detail={"path": path.key, "due_on": due.isoformat()})
    if not enrol(session, version, {actor.person_id: due}, by_id=actor.person_id, at=at):
        nothing_done(session)
        return
    above = session.exec(
        select(Reach.ancestor_id).where(Reach.descendant_id == actor.person_id, Reach.depth == 1)
    ).first()
    if above is not None:
        text = _("{name} has begun the path {path}.").format(name=actor.name, path=path.title)
        tell(session, above, text, link=routes.certification_of(actor.public_id), at=at)


@logged("path:due", _("changed the day by which somebody is to be through a path"), Told.BOTH)
def change_due(
    session: Session,
    actor: Actor,
    *,
    enrolment_id: str,
    due_on: date | None,
    reason: str,
    at: datetime,
) -> None:
    """Change by when somebody is to be through, with a reason that they read.

    Raises NotPermitted, NotFound for what the actor may not assign, Invalid.
    """
    one, person, version = _enrolment(session, actor, enrolment_id)
    today = local_day(at, actor.time_zone)
    problems = problems_in_due(due_on, today) if due_on else {"due_on": _("Choose a day.")}
    if problems := problems | problems_in_reason(reason):
        raise Invalid(problems)
    if due_on is None or due_on == one.due_on:
        nothing_done(session)
        return
    was, why = one.due_on, reason.strip()
    detail = {"was": was.isoformat(), "due_on": due_on.isoformat(), "reason": why}
    about(session, person_id=one.person_id, thing=one.public_id, detail=detail)
    with as_program(session):
        one.due_on = due_on
        session.add(one)
        session.flush()
    text = _("{name} set another day for {path}: {day}. Why: {reason}").format(
        name=actor.name, path=version.title, day=day(due_on, today).exact, reason=why
    )
    tell(session, person.id or 0, text[:LONGEST_NOTICE], link=routes.CERTIFICATION, at=at)


@logged("path:withdraw", _("took somebody off a path"), Told.BOTH)
def withdraw(
    session: Session, actor: Actor, *, enrolment_id: str, reason: str, at: datetime
) -> None:
    """Take somebody off a path, with a reason that they read.

    A decision that is asked for is taken back; a certificate stays until its end, and then ends.
    Raises NotPermitted, NotFound for what the actor may not assign or was withdrawn, Invalid.
    """
    one, person, version = _enrolment(session, actor, enrolment_id)
    if problems := problems_in_reason(reason):
        raise Invalid(problems)
    why = reason.strip()
    about(
        session,
        person_id=one.person_id,
        thing=one.public_id,
        detail={"path": one.path_key, "reason": why},
    )
    with as_program(session):
        wait_for_people(session, [one.person_id])
        session.refresh(one)
        if one.withdrawn_at is not None:
            nothing_done(session)
            return
        make_now(session, [one.person_id], at=at)
        session.exec(
            update(Review)
            .where(col(Review.enrolment_id) == one.id, col(Review.closed_at).is_(None))
            .values(closed_at=at, outcome=Verdict.TAKEN_BACK)
        )
        move(session, one, Move.WITHDRAW, by_id=actor.person_id, at=at)
        one.withdrawn_at, one.withdrawn_by_id, one.why_withdrawn = at, actor.person_id, why
        session.add(one)
        session.flush()
    text = _("{name} took you off the path {path}. Why: {reason}").format(
        name=actor.name, path=version.title, reason=why
    )
    tell(session, person.id or 0, text[:LONGEST_NOTICE], link=routes.CERTIFICATION, at=at)


@logged("path:move", _("moved those on a path to its newest version"), Told.ADMIN)
def move_to_version(session: Session, actor: Actor, *, path_key: str, at: datetime) -> int:
    """Move everybody on a path to its newest version, and return how many they were.

    What they have done counts as before, by what is asked now. Whose decision is asked for stays
    on their version until it is made. Raises NotPermitted, NotFound.
    """
    actor.require(Permission.PATH_WRITE)
    version = newest_version(session, path_key)
    with as_program(session):
        found = session.exec(movable(version)).all()
        people = [one.person_id for one in found]
        wait_for_people(session, people)
        ids = [one.id for one in found]
        for first in range(0, len(ids), AT_ONCE):
            session.exec(
                update(Enrolment)
                .where(
                    col(Enrolment.id).in_(ids[first : first + AT_ONCE]),
                    col(Enrolment.withdrawn_at).is_(None),
                )
                .values(path_version_id=version.id)
            )
            turn_behind(session, people[first : first + AT_ONCE], at=at)
    if not people:
        nothing_done(session)
        return 0
    about(session, detail={"path": path_key, "version": version.version, "people": len(people)})
    text = _("The path {path} has a new version, and you are on it now. What you did still counts.")
    told = dict.fromkeys(people, text.format(path=version.title)[:LONGEST_NOTICE])
    tell_all(session, told, link=routes.CERTIFICATION, at=at)
    return len(people)


def enrol(
    session: Session,
    version: PathVersion,
    due: Mapping[int, date],
    *,
    by_id: int | None,
    at: datetime,
) -> list[int]:
    """Put these people on a path, each to be through by their day; returns who was not on it yet.

    For this room and its jobs, who have asked who may. Whoever was on it before is enrolled again.
    """
    enrolled: list[int] = []
    everybody = sorted(due)
    with as_program(session):
        for first in range(0, len(everybody), AT_ONCE):
            people = everybody[first : first + AT_ONCE]
            wait_for_people(session, people)
            before = session.exec(
                select(Enrolment.person_id, Enrolment.withdrawn_at).where(
                    Enrolment.path_key == version.key, col(Enrolment.person_id).in_(people)
                )
            ).all()
            there = {who for who, withdrawn_at in before if withdrawn_at is None}
            new = [who for who in people if who not in there]
            if not new:
                continue
            rows = [
                {
                    "public_id": new_id(),
                    "person_id": who,
                    "path_key": version.key,
                    "path_version_id": version.id,
                    "assigned_by_id": by_id,
                    "assigned_at": at,
                    "due_on": due[who],
                    "why_withdrawn": "",
                }
                for who in new
            ]
            statement = insert_into(session, Enrolment).on_conflict_do_nothing()
            session.connection().execute(statement, rows)
            _enrolled_again(session, version, [*{who for who, _at in before} - there], by_id, at)
            turn_behind(session, new, at=at)
            enrolled += new
    return enrolled


def _enrolled_again(
    session: Session, version: PathVersion, people: list[int], by_id: int | None, at: datetime
) -> None:
    """Enter in the history of those who were withdrawn before that they begin again."""
    if not people:
        return
    found = session.exec(
        select(Enrolment.id, Person.time_zone)
        .join(Person, col(Person.id) == col(Enrolment.person_id))
        .where(
            Enrolment.path_key == version.key,
            col(Enrolment.person_id).in_(people),
            col(Enrolment.withdrawn_at).is_(None),
        )
    ).all()
    steps = [
        {
            "enrolment_id": one,
            "place": 1,
            "move": Move.ENROL_AGAIN,
            "to": State.NOT_STARTED,
            "on": local_day(at, zone),
            "at": at,
            "by_id": by_id,
        }
        for one, zone in found
    ]
    session.exec(insert(EnrolmentStep), params=steps)


def _enrolment(
    session: Session, actor: Actor, enrolment_id: str
) -> tuple[Enrolment, Person, PathVersion]:
    """A running enrolment of somebody the actor may put on a path. Raises as the actions."""
    actor.require(Permission.PATH_ASSIGN)
    found = session.exec(
        select(Enrolment, Person, PathVersion)
        .join(Person, col(Person.id) == col(Enrolment.person_id))
        .join(PathVersion, col(PathVersion.id) == col(Enrolment.path_version_id))
        .where(
            Enrolment.public_id == enrolment_id,
            col(Enrolment.withdrawn_at).is_(None),
            reaches(col(Enrolment.person_id), actor, Permission.PATH_ASSIGN),
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def _why_not(session: Session, actor: Actor, path: Path, at: datetime) -> str:
    """Why the actor may not begin a path by themself; empty where they may."""
    today, me = local_day(at, actor.time_zone), actor.person_id
    rows = session.exec(
        select(Enrolment.withdrawn_at, Enrolment.withdrawn_by_id).where(
            Enrolment.person_id == me, Enrolment.path_key == path.key
        )
    ).all()
    licences = {one.key for one in _newest_paths(session) if one.is_licence}
    levels = session.exec(
        select(func.max(Award.level)).where(
            Award.person_id == me,
            col(Award.path_key).not_in(licences),
            col(Award.revoked_at).is_(None),
            col(Award.suspended_at).is_(None),
            or_(col(Award.valid_until).is_(None), col(Award.valid_until) >= today),
        )
    ).one()
    holds = session.exec(select(Person.id).where(Person.id == me, coaches(at))).first()
    return why_not_start(
        path,
        held_level=levels or 0,
        coaches=holds is not None,
        is_on=any(withdrawn_at is None for withdrawn_at, _by in rows),
        was_withdrawn=any(ended and by != me for ended, by in rows),
    )


def _newest_paths(session: Session) -> list[Path]:
    return [stored_path(one.content) for one in newest_versions(session)]
