"""Reporting lines, the closure over them, grants, and the first administrator."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from sqlalchemy import bindparam, delete, insert
from sqlmodel import Session, col, or_, select

from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.sign_in import invite
from coach_the_coach.identity.tables import Grant, Person, Reach, ReportingLine

BATCH: Final = 5000
"""Rows written at a time. Source: docs/method.md#store."""


def lines_on(session: Session, on: date) -> dict[int, int]:
    """Who answers for whom on a day: person id to manager id."""
    rows = session.exec(
        select(ReportingLine.person_id, ReportingLine.manager_id).where(
            ReportingLine.starts_on <= on,
            or_(col(ReportingLine.ends_on).is_(None), col(ReportingLine.ends_on) > on),
        )
    ).all()
    return dict(rows)


def closure(people: Iterable[int], manager_of: Mapping[int, int]) -> list[tuple[int, int, int]]:
    """Every (ancestor, descendant, depth) of the lines, each person with themself at depth 0.

    Raises ValueError where the lines go round in a circle.
    """
    reach: list[tuple[int, int, int]] = []
    for person in people:
        above: int | None = person
        seen: list[int] = []
        while above is not None:
            if above in seen:
                raise ValueError(f"the reporting lines above {person} go round in a circle")
            reach.append((above, person, len(seen)))
            seen.append(above)
            above = manager_of.get(above)
    return reach


def rebuild_reach(session: Session, people: Iterable[int], on: date) -> None:
    """Make the closure what the lines of the day say; only rows that differ are written."""
    wanted = set(closure(people, lines_on(session, on)))
    there = set(session.exec(select(Reach.ancestor_id, Reach.descendant_id, Reach.depth)).all())
    one = (
        col(Reach.ancestor_id) == bindparam("above"),
        col(Reach.descendant_id) == bindparam("below"),
    )
    # Deleted first: somebody who moves up is below the same people at another depth.
    gone, new = sorted(there - wanted), sorted(wanted - there)
    for start in range(0, len(gone), BATCH):
        session.connection().execute(
            delete(Reach).where(*one),
            [
                {"above": above, "below": below}
                for above, below, _depth in gone[start : start + BATCH]
            ],
        )
    for start in range(0, len(new), BATCH):
        session.exec(
            insert(Reach),
            params=[
                {"ancestor_id": above, "descendant_id": below, "depth": depth}
                for above, below, depth in new[start : start + BATCH]
            ],
        )


def give_grant(
    session: Session,
    person_id: int,
    role: Role,
    *,
    root_id: int | None,
    at: datetime,
    ends_at: datetime | None = None,
) -> None:
    """Give a role over the people under `root_id`, or over everybody when it is None; once."""
    held = session.exec(
        select(Grant).where(
            Grant.person_id == person_id,
            Grant.role == role,
            Grant.root_id == root_id if root_id is not None else col(Grant.root_id).is_(None),
            or_(col(Grant.ends_at).is_(None), col(Grant.ends_at) > at),
        )
    ).first()
    if held is None:
        session.add(
            Grant(person_id=person_id, role=role, root_id=root_id, starts_at=at, ends_at=ends_at)
        )


def create_admin(session: Session, *, email: str, at: datetime) -> str:
    """The secret of an invitation for an administrator, who is added where not yet here.

    Raises Invalid for what is no e-mail address.
    """
    address = email.strip().lower()
    name, sign, host = address.partition("@")
    if not (name and sign and "." in host) or " " in address or len(address) > 254:
        raise Invalid({"email": _("{email} is not an e-mail address.").format(email=email[:100])})
    person = session.exec(select(Person).where(Person.email == address)).first()
    if person is None:
        person = Person(email=address, given_name=name[:80], family_name="")
        session.add(person)
        session.flush()
        session.add(Reach(ancestor_id=person.id or 0, descendant_id=person.id or 0, depth=0))
    give_grant(session, person.id or 0, Role.ADMIN, root_id=None, at=at)
    return invite(session, person.id or 0, at)
