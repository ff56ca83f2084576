"""Bringing people in from a file: all of it or nothing, and nothing the second time."""

from collections import Counter
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from coach_the_coach.cadence.figures.making.actions import turn_old
from coach_the_coach.foundation.changes import EVER
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.table import Table
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Role
from coach_the_coach.identity.actions import (
    compare_after_import,
    end_grants_of_leavers,
    rebuild_reach,
    wait_for_administrators,
    wait_for_lines,
)
from coach_the_coach.identity.sign_in import can_come_in
from coach_the_coach.identity.tables import Grant, Person, ReportingLine
from coach_the_coach.imports.formats.people import PeopleFile, listed
from coach_the_coach.imports.people.queries import (
    Organisation,
    Step,
    import_plan,
    may_import,
    report_of,
)
from coach_the_coach.imports.people.rows import ImportReport
from coach_the_coach.notices.actions import tell_all
from coach_the_coach.shell.routes import ACCOUNT

EVERYBODY: Final = frozenset({Role.ADMIN, Role.SPECIALIST})
"""Roles over the whole organisation; the others reach those below. Source: docs/access.md."""

STAYS: Final = frozenset({"starts_on", "ends_on", "time_zone"})
"""Fields that say in which days somebody is here."""

KNOWN_BY: Final = {"email": _("e-mail"), "employee_id": _("employee id")}
"""Fields by which somebody is known when they come in, as they are said."""


def import_people(
    session: Session, actor: Actor, *, file: PeopleFile, at: datetime
) -> ImportReport:
    """Bring in the people of a file as an administrator.

    Raises NotPermitted, Invalid whose problems name each line, and Conflict when the same people
    came in meanwhile.
    """
    may_import(session, actor)
    return keep_people(session, file=file, at=at, importer=actor)


def keep_people(
    session: Session, *, file: PeopleFile, at: datetime, importer: Actor | None = None
) -> ImportReport:
    """Bring in the people of a file for the command line, which has no actor.

    Raises Invalid and Conflict as `import_people`.
    """
    wait_for_lines(session)
    # All in one turn, for who lets an administrator stand in for somebody holds two of them.
    wait_for_administrators(session, at, by=importer, also=_here_already(session, file))
    plan = import_plan(session, file=file, at=at, importer=importer)
    report = report_of(plan)
    steps = [step for step in plan.steps if step.changes]
    if not steps:
        return report
    try:
        by = importer.name if importer else _("Whoever runs the server")
        _tell_of_ways_in(session, steps, by, at)
        _tell_of_lines(session, steps, plan.organisation, by, at)
        _keep_persons(session, steps)
        ids = {email: one or 0 for email, one in session.exec(select(Person.email, Person.id))}
        _keep_lines(session, steps, plan.organisation, ids, at.date())
        _keep_grants(session, steps, ids, at)
        _turn_old(session, steps, plan.organisation, ids, at)
        if any(step.person is None or step.manager is not None for step in steps):
            rebuild_reach(session, ids.values(), at.date())
            compare_after_import(session, at)
        end_grants_of_leavers(session, at)
    except IntegrityError as error:
        raise Conflict from error
    return report


def _here_already(session: Session, file: PeopleFile) -> list[int]:
    """Ids of whom the file is about; what it changes of them is made out later, in our turn."""
    emails = {line.email for line in file.lines}
    ids = {line.employee_id for line in file.lines if line.employee_id}
    everybody = session.exec(select(Person.id, Person.email, Person.employee_id))
    return [one or 0 for one, email, known in everybody if email in emails or known in ids]


def _tell_of_ways_in(session: Session, steps: list[Step], by: str, at: datetime) -> None:
    """Tell whoever can sign in that what they are known by when they do is another now."""
    changed = {
        step.person.id or 0: [word for name, word in KNOWN_BY.items() if name in step.values]
        for step in steps
        if step.person
    }
    changed = {who: words for who, words in changed.items() if words}
    text = _("{name} changed what you sign in by: {fields}.")
    told = {
        who: text.format(name=by, fields=listed(changed[who]))
        for who in can_come_in(session, changed)
    }
    tell_all(session, told, link=ACCOUNT, at=at)


def _tell_of_lines(
    session: Session, steps: list[Step], before: Organisation, by: str, at: datetime
) -> None:
    """Tell who answers to somebody else now, and who led them: it changes who reads about them."""
    moved = {
        step.person.id or 0: step.manager
        for step in steps
        if step.person is not None and step.manager is not None
    }
    left = Counter(line.manager_id for who in moved if (line := before.lines.get(who)))
    new = {step.line.email: step.line.name for step in steps}
    able = can_come_in(session, {*moved, *left})

    def named(email: str) -> str:
        return new.get(email) or before.people[email].name if email else _("nobody")

    text = _("{by} changed whom you answer to: {leader} from now on.")
    told = {who: text.format(by=by, leader=named(moved[who])) for who in able & set(moved)}
    tell_all(session, told, link=ACCOUNT, at=at)
    text = _("{by} changed who answers to you. People who answer to somebody else now: {n}.")
    told = {who: text.format(by=by, n=left[who]) for who in able & set(left)}
    tell_all(session, told, link=ACCOUNT, at=at)


def _keep_persons(session: Session, steps: list[Step]) -> None:
    """First pass: everybody is there before anybody answers to anybody."""
    for step in steps:
        for name, value in step.values.items() if step.person else ():
            setattr(step.person, name, value)
    session.flush()
    # One made for its defaults: making one of each takes longer than writing them all.
    empty = Person(email="", given_name="", family_name="").model_dump(exclude={"id"})
    new = [{**empty, "public_id": new_id(), **step.values} for step in steps if step.person is None]
    _insert(session, Person, new)


def _keep_lines(
    session: Session, steps: list[Step], before: Organisation, ids: dict[str, int], on: date
) -> None:
    """Second pass: close the reporting line of before on the day, and open the new one."""
    opened: list[dict[str, Any]] = []
    for step in steps:
        if step.manager is None:
            continue
        person_id = ids[step.line.email]
        line = before.lines.get(person_id)
        if line is not None and line.starts_on == on:
            # A line that was opened today and corrected today has lasted no day: it is no history.
            session.delete(line)
        elif line is not None:
            line.ends_on = on
        if step.manager:
            manager_id = ids[step.manager]
            opened.append({"person_id": person_id, "manager_id": manager_id, "starts_on": on})
    session.flush()
    _insert(session, ReportingLine, opened)


def _keep_grants(session: Session, steps: list[Step], ids: dict[str, int], at: datetime) -> None:
    """End the roles that people no longer have and give the new ones."""
    given: list[dict[str, Any]] = []
    for step in steps:
        for grant in step.end:
            grant.ends_at = at
        person_id = ids[step.line.email]
        for role in sorted(step.give):
            root_id = None if role in EVERYBODY else person_id
            given.append(
                {"person_id": person_id, "role": role, "root_id": root_id, "starts_at": at}
            )
    session.flush()
    _insert(session, Grant, given)


def _turn_old(
    session: Session, steps: list[Step], before: Organisation, ids: dict[str, int], at: datetime
) -> None:
    """Have the figures made anew that rest on who answers to whom, and on who was here when."""
    moved = {ids[step.line.email] for step in steps if step.manager is not None}
    # A line that lasted no day is none any more, and whoever led by it is not found by it.
    moved |= {line.manager_id for who in moved if (line := before.lines.get(who))}
    turn_old(session, moved, at.date(), at)
    others = {
        step.person.id or 0
        for step in steps
        if step.person is not None and (step.give or STAYS & {*step.values})
    }
    turn_old(session, others, EVER, at)


def _insert(session: Session, table: type[Table], rows: list[dict[str, Any]]) -> None:
    """Write many rows at once; adding them to the session would write them one by one on SQLite."""
    if rows:
        session.exec(insert(table), params=rows)
