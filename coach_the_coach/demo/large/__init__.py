"""A company as large as asked for, with believable history, to measure with."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from coach_the_coach.demo.company import DemoCompany
from coach_the_coach.demo.large.asides import Asides
from coach_the_coach.demo.large.bulk import Bulk
from coach_the_coach.demo.large.company import Company, Extent, company
from coach_the_coach.demo.large.hiring import add_accounts, add_people
from coach_the_coach.demo.large.history import History, Setting
from coach_the_coach.demo.large.visits import Calendar, visits
from coach_the_coach.observations.tables import Rubric

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""

__all__ = ("Company", "Extent", "Progress", "add_company", "company")


def add_company(
    session: Session,
    extent: Extent,
    *,
    name: str,
    rubric: Rubric,
    seed: int,
    at: datetime,
    progress: Progress,
) -> DemoCompany:
    """Write a company of that extent into an empty database; the same seed gives the same one.

    One group after the other, so that a large company needs no more memory than a small one.
    """
    moment = at.astimezone(UTC).replace(microsecond=0)
    bulk = Bulk(session)
    founded = company(extent, seed, moment.date())
    people = add_people(bulk, founded, moment)
    visitors = add_accounts(session, founded, people, moment)
    setting = Setting(people, rubric.id or 0, rubric.sha256, seed, moment)
    calendar = Calendar(extent, seed, moment)
    begins = moment - timedelta(days=extent.days)
    for number, group in enumerate(founded.groups, 1):
        history = History(bulk, setting, group, visits(calendar, group))
        history.put()
        beside = Asides(bulk, setting, group, begins)
        beside.put(history)
        history.write()
        beside.write()
        progress(number, len(founded.groups))
    bulk.finish()
    return DemoCompany(name=name, loaded_at=moment, people=visitors, cases={})
