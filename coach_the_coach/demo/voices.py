"""What reps of the demo company said of their sessions, released as everywhere; months made."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from sqlmodel import Session

from coach_the_coach.cadence.figures.making.actions import make_month
from coach_the_coach.cadence.policy.rules import CADENCE, Preset
from coach_the_coach.demo.chance import chance, public_id
from coach_the_coach.demo.people import Member, Roster
from coach_the_coach.demo.rhythm import care_of
from coach_the_coach.demo.shelf import Shelf
from coach_the_coach.foundation.ids import digest
from coach_the_coach.foundation.when import month_before
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.tables import HouseRule
from coach_the_coach.pulse.release.actions import release
from coach_the_coach.pulse.rules import closes_on
from coach_the_coach.pulse.tables import PulseSaid, PulseTicket

MONTHS: Final = 4
"""How many whole months reps were asked about."""

ANSWERS: Final = 0.85
"""The share of reps who say something."""


def set_rhythm(session: Session, at: datetime) -> None:
    """The demo company has chosen twice a month."""
    session.add(HouseRule(name=CADENCE, value=Preset.MINIMUM, set_by_id=None, set_at=at))
    session.flush()


def add_voices(
    session: Session, roster: Roster, people: Mapping[str, int], *, seed: int, at: datetime
) -> None:
    """Write what was said of whole months, and release what is over."""
    shelf, first = Shelf(), at.date().replace(day=1)
    months = [month_before(first, back) for back in range(MONTHS, 0, -1)]
    for month in months:
        until = month_before(month, -1)
        for manager in roster.having(Role.MANAGER):
            luck = chance(seed, "voices", manager.public_id, str(month))
            kept = care_of(manager, seed).kept(0.5)
            for rep in roster.reports(manager, until - timedelta(days=1)):
                said = luck.random() < ANSWERS and rep.starts_on < month
                _put(shelf, people, (manager, rep), month, luck if said else None, kept)
    shelf.write(session, PulseTicket, PulseSaid)
    for month in months:
        over = datetime.combine(closes_on(month), time(1), UTC)
        if over < at:
            release(session, {"month": month.isoformat()}, over)


def make_months(
    session: Session, roster: Roster, people: Mapping[str, int], *, days: int, at: datetime
) -> None:
    """Make every month of everybody who coaches."""
    first, last = (at - timedelta(days=days)).date().replace(day=1), at.date().replace(day=1)
    for role in (Role.MANAGER, Role.LEADER):
        for coach in roster.having(role):
            month = first
            while month <= last:
                make_month(session, people[coach.public_id], month, at=at)
                month = month_before(month, -1)


def _put(
    shelf: Shelf,
    people: Mapping[str, int],
    two: tuple[Member, Member],
    month: date,
    luck: Random | None,
    kept: float,
) -> None:
    """Put one ticket aside, and what was said with it."""
    manager, rep = two
    shelf.add(
        PulseTicket,
        coached_id=people[rep.public_id],
        coach_id=people[manager.public_id],
        month=month,
        # Of a secret that nobody was ever given.
        secret_digest=digest(f"{rep.public_id}{manager.public_id}{month}"),
        used=luck is not None,
    )
    if luck is None:
        return
    names = ("rating", "thinking", "one_thing", "hard")
    level = {name: min(5, max(1, round(luck.gauss(2.2 + 2 * kept, 0.9)))) for name in names}
    shelf.add(
        PulseSaid, id=public_id(luck), coach_id=people[manager.public_id], month=month, **level
    )
