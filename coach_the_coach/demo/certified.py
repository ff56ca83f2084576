"""Who of the demo company is on which path, and what they hold."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Final, NamedTuple

from sqlmodel import Session

from coach_the_coach.certification.actions import ensure_paths
from coach_the_coach.certification.credential.actions import issue
from coach_the_coach.certification.credential.rules import AwardKind
from coach_the_coach.certification.paths.rules import stored_path, valid_from
from coach_the_coach.certification.progress.making.actions import make_now
from coach_the_coach.certification.queries import newest_version
from coach_the_coach.certification.tables import Enrolment
from coach_the_coach.demo import cast
from coach_the_coach.demo.chance import chance, public_id
from coach_the_coach.demo.decided import add_decided
from coach_the_coach.demo.people import Member, Roster
from coach_the_coach.foundation.when import local_day
from coach_the_coach.identity.access import Role

FIRST: Final = "foundations"
"""The path that every manager is on."""

SECOND: Final = "certified-coach"
"""The path of those who hold the first."""

BEGAN: Final = timedelta(days=80)
"""How long ago the managers were put on their first path."""

MADE: Final = tuple(timedelta(days=days) for days in (79, 40, 20))
"""How long ago their progress was made before today: each leaves what had happened by then."""


class Holder(NamedTuple):
    """Who was certified on the first path so many days ago, and is on the second by now."""

    name: str
    days: int
    goes_on: bool


HOLDERS: Final = (
    Holder(cast.AMENDED.name, 45, True),
    # Its renewal is open.
    Holder(cast.SMALL.name, 300, True),
    # It has expired, and its grace is over.
    Holder(cast.LARGE.name, 410, False),
)


def add_certified(
    session: Session, everybody: Roster, people: Mapping[str, int], *, seed: int, at: datetime
) -> None:
    """Every manager on the first path; of three who were certified, one certificate has expired."""
    ensure_paths(session, at=at - timedelta(days=500))
    managers = everybody.having(Role.MANAGER)
    holders = {one.name: one for one in HOLDERS}
    luck = chance(seed, "certified")
    for manager in managers:
        held = holders.get(manager.name)
        began = at - (timedelta(days=held.days + 60) if held else BEGAN)
        _enrol(session, everybody, people, manager, FIRST, began, luck)
        if held is not None:
            _certify(session, everybody, people, manager, at - timedelta(days=held.days))
        if held is not None and held.goes_on:
            _enrol(session, everybody, people, manager, SECOND, at - timedelta(days=40), luck)
    numbers = [people[one.public_id] for one in managers]
    for ago in MADE:
        make_now(session, numbers, at=at - ago)
    add_decided(session, everybody, people, at=at)
    make_now(session, numbers, at=at)


def _enrol(
    session: Session,
    everybody: Roster,
    people: Mapping[str, int],
    manager: Member,
    path: str,
    at: datetime,
    luck: Random,
) -> None:
    """Put a manager on a path, by their leader, with the time that the path gives."""
    version = newest_version(session, path)
    on = local_day(at, manager.zone)
    session.add(
        Enrolment(
            public_id=public_id(luck),
            person_id=people[manager.public_id],
            path_key=path,
            path_version_id=version.id or 0,
            assigned_by_id=_above(everybody, people, manager, on)[0],
            assigned_at=at,
            due_on=on + timedelta(days=stored_path(version.content).within_days),
        )
    )
    session.flush()


def _certify(
    session: Session,
    everybody: Roster,
    people: Mapping[str, int],
    manager: Member,
    at: datetime,
) -> None:
    """Certify a manager on the first path, signed by their leader and by the specialist."""
    version = newest_version(session, FIRST)
    path, on = stored_path(version.content), local_day(at, manager.zone)
    signers: Iterable[int] = (
        _above(everybody, people, manager, on)[0],
        people[everybody.named(cast.SPECIALIST).public_id],
    )
    issue(
        session,
        person_id=people[manager.public_id],
        path_key=path.key,
        path_title=path.title,
        level=path.level,
        version=version.version,
        valid_from=on,
        valid_until=valid_from(path, on).until,
        kind=AwardKind.FIRST,
        criteria=[one.sentence() for one in path.requirements],
        evidence=[],
        signed_by=signers,
        at=at,
    )


def _above(everybody: Roster, people: Mapping[str, int], manager: Member, on: date) -> list[int]:
    """Who led a manager on a day, the nearest first; before their first day those of today."""
    leaders = [people[one.public_id] for one in everybody.above(manager, on)]
    return leaders or [people[everybody.named(cast.CRO).public_id]]
