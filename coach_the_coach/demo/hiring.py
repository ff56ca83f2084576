"""Writing the people: who they are, for whom they work, and what they may do."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from coach_the_coach.demo.people import Member, Roster
from coach_the_coach.demo.shelf import Shelf, ids_of
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.actions import rebuild_reach
from coach_the_coach.identity.tables import Grant, Person, ReportingLine

WIDE: frozenset[Role] = frozenset({Role.ADMIN, Role.SPECIALIST})
"""Roles held over the whole organisation and not over one's own people."""

CERTIFYING: frozenset[Role] = frozenset({Role.LEADER, Role.SPECIALIST})
"""Roles whose holders, once they rate, also score for certification."""

CERTIFIED = timedelta(days=366)
"""How long somebody may score for certification; half of it is over."""

FIRST_NUMBER = 1001
"""Where the employee numbers begin."""


def add_people(session: Session, roster: Roster, at: datetime) -> dict[str, int]:
    """Write everybody with their lines, reach and grants; returns ids by public id."""
    shelf = Shelf()
    for number, member in enumerate(roster.members, FIRST_NUMBER):
        shelf.add(Person, **person_values(member, number))
    shelf.write(session, Person)
    ids = ids_of(session, Person)
    for line in roster.lines:
        shelf.add(
            ReportingLine,
            person_id=ids[line.person.public_id],
            manager_id=ids[line.manager.public_id],
            starts_on=line.starts_on,
            ends_on=line.ends_on,
        )
    for member in roster.members:
        _put_grants(shelf, member, ids[member.public_id], at)
    shelf.write(session, ReportingLine, Grant)
    rebuild_reach(session, ids.values(), at.date())
    return ids


def certifies(member: Member) -> bool:
    """Whether somebody scores for certification."""
    return member.eye is not None and member.role in CERTIFYING


def _put_grants(shelf: Shelf, member: Member, key: int, at: datetime) -> None:
    """The role for good, and for those who may score for certification a year of doing so."""
    root = None if member.role in WIDE else key
    since = datetime.combine(member.starts_on, time(), UTC)
    shelf.add(Grant, person_id=key, role=member.role, root_id=root, starts_at=since, ends_at=None)
    if certifies(member):
        half = CERTIFIED / 2
        shelf.add(
            Grant,
            person_id=key,
            role=Role.CERTIFIER,
            root_id=root,
            starts_at=at - half,
            ends_at=at + half,
        )


def person_values(member: Member, number: int) -> dict[str, Any]:
    """Somebody as they are stored; `number` is the employee's."""
    return {
        "public_id": member.public_id,
        "email": member.email,
        "employee_id": f"AQ-{number}",
        "given_name": member.given,
        "family_name": member.family,
        "title": member.title,
        "team": member.team,
        "region": member.region,
        "time_zone": member.zone,
        "locale": "en",
        "starts_on": member.starts_on,
    }
