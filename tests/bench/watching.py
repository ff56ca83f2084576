"""People who watch and tap, each signed in and with an observation of their own that runs."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from sqlmodel import Session

from coach_the_coach.foundation import clock, store
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.actions import rebuild_reach
from coach_the_coach.identity.sign_in import start_sign_in
from coach_the_coach.identity.tables import Grant, Person, ReportingLine
from tests import build

SINCE: Final = date(2024, 1, 1)


@dataclass(frozen=True)
class Watcher:
    """The secret of a sign-in, and the public id of what is being watched."""

    secret: str
    observation: str


def watchers(url: str, number: int) -> list[Watcher]:
    """So many leaders, each watching a manager of their own; for an empty database."""
    store.open_at(url)
    try:
        with store.transaction() as session:
            return _made(session, number)
    finally:
        store.open_at(None)


def _made(session: Session, number: int) -> list[Watcher]:
    everybody = [
        Person(email=f"{part}{place}@example.com", given_name=part, family_name=str(place))
        for place in range(number)
        for part in ("leader", "manager", "rep")
    ]
    session.add_all(everybody)
    session.flush()
    threes = [everybody[place : place + 3] for place in range(0, len(everybody), 3)]
    at = clock.now() - timedelta(minutes=1)
    for three in threes:
        for above, below in pairwise(three):
            who, by = below.id or 0, above.id or 0
            session.add(ReportingLine(person_id=who, manager_id=by, starts_on=SINCE))
        for one, role in zip(three, (Role.LEADER, Role.MANAGER, Role.REP), strict=True):
            who = one.id or 0
            session.add(Grant(person_id=who, role=role, root_id=who, starts_at=at))
    session.flush()
    rebuild_reach(session, [one.id or 0 for one in everybody], at.date())
    return [
        Watcher(
            start_sign_in(session, leader.id or 0, device="", at=at),
            build.observation(session, of=manager, by=leader, coached=rep, at=at).public_id,
        )
        for leader, manager, rep in threes
    ]
