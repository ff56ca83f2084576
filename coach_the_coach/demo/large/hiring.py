"""Writing the people of a large company: their lines, reach and grants, and who can sign in."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from sqlmodel import Session

from coach_the_coach.demo.accounts import passphrase
from coach_the_coach.demo.company import DemoPerson
from coach_the_coach.demo.hiring import FIRST_NUMBER, WIDE, person_values
from coach_the_coach.demo.large.bulk import Bulk
from coach_the_coach.demo.large.company import Company
from coach_the_coach.demo.people import Member
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.actions import rebuild_reach
from coach_the_coach.identity.sign_in import set_password
from coach_the_coach.identity.tables import Grant, Person, ReportingLine


def add_people(bulk: Bulk, company: Company, at: datetime) -> dict[str, int]:
    """Write everybody with their lines, reach and grants; returns ids by public id."""
    ids: dict[str, int] = {}
    for number, stay in enumerate(company.stays, FIRST_NUMBER):
        member = stay.member
        key = bulk.put(Person, ends_on=stay.last_day, **person_values(member, number))
        ids[member.public_id] = key
        ends = stay.last_day + timedelta(days=1) if stay.last_day else None
        bulk.put(
            Grant,
            person_id=key,
            role=member.role,
            root_id=None if member.role in WIDE else key,
            starts_at=datetime.combine(member.starts_on, time(), UTC),
            ends_at=datetime.combine(ends, time(), UTC) if ends else None,
        )
    for line in company.lines:
        bulk.put(
            ReportingLine,
            person_id=ids[line.person.public_id],
            manager_id=ids[line.manager.public_id],
            starts_on=line.starts_on,
            ends_on=line.ends_on,
        )
    bulk.write(bulk.session, Person, Grant, ReportingLine)
    rebuild_reach(bulk.session, ids.values(), at.date())
    return ids


def add_accounts(
    session: Session, company: Company, people: dict[str, int], at: datetime
) -> tuple[DemoPerson, ...]:
    """Let one person of every sort sign in; the administrator and the CRO come first."""
    made = []
    for member, finds in _visitors(company):
        password = passphrase()
        set_password(session, people[member.public_id], password, at)
        made.append(DemoPerson(member.name, member.title, member.email, password, finds))
    return tuple(made)


def _visitors(company: Company) -> Iterator[tuple[Member, str]]:
    group = company.groups[0]
    manager = group.teams[0].managers[-1]
    yield company.cro, _("The whole company, from the top")
    yield company.administrator, _("People, imports and rubrics, and no assessment of anybody")
    if group.above[0] is not company.cro:
        yield group.above[0], _("Directors who coach managers, each with a group of their own")
    yield group.director, _("Managers to observe, and who waits for whom")
    yield group.specialist, _("Managers of many groups, seen now and then")
    yield manager.member, _("How one's own coaching has been seen, from the first day on")
