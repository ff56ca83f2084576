"""The people of every test: Lena leads Mo who coaches Rae; Sol has another leader."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session

from coach_the_coach.identity.access import Actor, Role
from coach_the_coach.identity.actions import rebuild_reach
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.identity.tables import Grant, Person, ReportingLine

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""The instant at which tests happen: a Monday morning."""


JUST_NOW = datetime(9999, 1, 1, tzinfo=UTC)
"""When somebody has shown who they are who need not be asked again, at whatever time of a test."""


@dataclass(frozen=True)
class Cast:
    """Everybody, as rows; `actor` turns one into the person acting."""

    session: Session
    cleo: Person
    """Chief of sales; leads Lena and Odd."""
    lena: Person
    """Leads Mo and Mia."""
    odd: Person
    """Leads Sol; a stranger to Mo."""
    mo: Person
    """Manager; coaches Rae and Ren."""
    mia: Person
    """Manager beside Mo."""
    sol: Person
    """Manager under Odd."""
    rae: Person
    ren: Person
    sid: Person
    """Rep of Sol's."""
    spec: Person
    """Coaching specialist for the whole organisation."""
    ada: Person
    """Administrator."""

    def actor(self, person: Person, at: datetime = NOW, proved_at: datetime = JUST_NOW) -> Actor:
        """This person, acting; by default they have just shown who they are, whenever that is."""
        return replace(actor_named(self.session, person.id or 0, at), proved_at=proved_at)


ROLES = {
    "cleo": ("Cleo", "Chief", Role.LEADER, None),
    "lena": ("Lena", "Leader", Role.LEADER, "cleo"),
    "odd": ("Odd", "Other", Role.LEADER, "cleo"),
    "mo": ("Mo", "Manager", Role.MANAGER, "lena"),
    "mia": ("Mia", "Manager", Role.MANAGER, "lena"),
    "sol": ("Sol", "Stranger", Role.MANAGER, "odd"),
    "rae": ("Rae", "Rep", Role.REP, "mo"),
    "ren": ("Ren", "Rep", Role.REP, "mo"),
    "sid": ("Sid", "Rep", Role.REP, "sol"),
    "spec": ("Sage", "Specialist", Role.SPECIALIST, None),
    "ada": ("Ada", "Admin", Role.ADMIN, None),
}


def people(session: Session, at: datetime = NOW) -> Cast:
    """The cast, with lines, reach and grants."""
    rows = {
        key: Person(
            email=f"{key}@example.com",
            given_name=given,
            family_name=family,
            title=str(role),
            time_zone="Europe/Paris",
        )
        for key, (given, family, role, _) in ROLES.items()
    }
    session.add_all(rows.values())
    session.flush()
    since = date(2024, 1, 1)
    for key, (_, _, _, leader) in ROLES.items():
        if leader:
            session.add(
                ReportingLine(
                    person_id=rows[key].id or 0, manager_id=rows[leader].id or 0, starts_on=since
                )
            )
    session.flush()
    rebuild_reach(session, [row.id or 0 for row in rows.values()], at.date())
    # In one statement, and not one by one as the program gives them: every other test begins here.
    given = [
        Grant(
            person_id=rows[key].id or 0,
            role=role,
            root_id=None if role in {Role.ADMIN, Role.SPECIALIST} else rows[key].id,
            starts_at=at - timedelta(days=400),
        )
        for key, (_, _, role, _) in ROLES.items()
    ]
    certifies = Grant(
        person_id=rows["lena"].id or 0,
        role=Role.CERTIFIER,
        root_id=rows["lena"].id,
        starts_at=at - timedelta(days=30),
        ends_at=at + timedelta(days=300),
    )
    session.add_all([*given, certifies])
    session.flush()
    return Cast(session=session, **rows)
