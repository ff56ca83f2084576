"""Builders of certification: somebody on a path, how far they are, and what they hold."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from coach_the_coach.certification.actions import ensure_paths
from coach_the_coach.certification.credential.actions import issue
from coach_the_coach.certification.credential.rules import AwardKind
from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.queries import newest_version
from coach_the_coach.certification.rules import Asked, State
from coach_the_coach.certification.tables import Enrolment, Progress
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.tables import Grant, Person, Reach, ReportingLine
from tests.cast import NOW

TODAY = date(2026, 3, 2)
"""The day of the tests where the cast is."""


def enrolled(
    session: Session,
    person: Person,
    *,
    path: str = "foundations",
    due_on: date = TODAY + timedelta(days=80),
    at: datetime = NOW - timedelta(days=10),
    by: Person | None = None,
) -> Enrolment:
    """Somebody on a path."""
    ensure_paths(session, at=NOW)
    one = Enrolment(
        person_id=person.id or 0,
        path_key=path,
        path_version_id=newest_version(session, path).id or 0,
        assigned_by_id=by.id if by else None,
        assigned_at=at,
        due_on=due_on,
    )
    session.add(one)
    session.flush()
    return one


def progress(session: Session, one: Enrolment, state: State, **given: Any) -> Progress:
    """How far they are, as it was made."""
    values: dict[str, Any] = {
        "asking": Asked.FIRST,
        "met": 2,
        "asked": 6,
        "missing": ["observed"],
        "next": "observed",
        "last_on": TODAY - timedelta(days=3),
        "state_since": TODAY,
        "made_on": TODAY,
        "made_at": NOW,
    }
    row = Progress(
        enrolment_id=one.id or 0, person_id=one.person_id, state=state, **(values | given)
    )
    session.add(row)
    session.flush()
    return row


def awarded(
    session: Session,
    person: Person,
    *,
    path: str = "foundations",
    level: int = 1,
    since: date = TODAY - timedelta(days=100),
    until: date | None = TODAY + timedelta(days=265),
    by: tuple[Person, ...] = (),
) -> Award:
    """A certificate."""
    return issue(
        session,
        person_id=person.id or 0,
        path_key=path,
        path_title=path.replace("-", " ").capitalize(),
        level=level,
        version=1,
        kind=AwardKind.FIRST,
        valid_from=since,
        valid_until=until,
        criteria=[],
        evidence=[],
        signed_by=[one.id or 0 for one in by],
        at=NOW - timedelta(days=1),
    )


def managers(session: Session, leader: Person, count: int) -> list[Person]:
    """So many managers more who report to somebody, in a few statements."""
    people = [
        Person(
            email=f"m{place}-{leader.id}@example.com",
            given_name=f"Max {place:03}",
            family_name="More",
            title="manager",
            time_zone="Europe/Paris",
        )
        for place in range(count)
    ]
    session.add_all(people)
    session.flush()
    above = [leader.id or 0]
    lines = select(Reach).where(Reach.descendant_id == leader.id, Reach.depth > 0)
    above += [one.ancestor_id for one in session.exec(lines.order_by(col(Reach.depth)))]
    for one in people:
        who = one.id or 0
        session.add(
            ReportingLine(
                person_id=who, manager_id=leader.id or 0, starts_on=TODAY - timedelta(days=900)
            )
        )
        session.add(Reach(ancestor_id=who, descendant_id=who, depth=0))
        for depth, leads in enumerate(above, start=1):
            session.add(Reach(ancestor_id=leads, descendant_id=who, depth=depth))
        session.add(
            Grant(
                person_id=who, role=Role.MANAGER, root_id=who, starts_at=NOW - timedelta(days=300)
            )
        )
    session.flush()
    return people
