"""What managers of the demo company saw in passing and said on the spot."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from coach_the_coach.coaching.log.tables import LogBody, LogEntry
from coach_the_coach.coaching.rules import Form, Purpose
from coach_the_coach.demo.chance import chance, public_id
from coach_the_coach.demo.people import Member, Roster, pick
from coach_the_coach.demo.said import MOMENTS
from coach_the_coach.demo.shelf import Shelf
from coach_the_coach.foundation.when import local_day
from coach_the_coach.identity.access import Role


@dataclass(frozen=True)
class Seen:
    """Something seen in passing, and what was said of it."""

    public_id: str
    coach: Member
    rep: Member
    at: datetime
    words: tuple[str, str]


def moments(roster: Roster, *, seed: int, days: int, at: datetime) -> Iterator[Seen]:
    """For each manager one about every nine days, at lunch time of their day."""
    for manager in roster.having(Role.MANAGER):
        luck = chance(seed, "moments", manager.public_id)
        ago = luck.randint(2, 9)
        while ago < days:
            when = (at - timedelta(days=ago)).replace(hour=12, minute=5, second=0)
            name, words = public_id(luck), luck.choice(MOMENTS)
            team = [one for one in roster.reports(manager, when.date()) if _knows(one, when)]
            if team and when.weekday() < 5:
                yield Seen(name, manager, pick(luck, team), when, words)
            ago += luck.randint(5, 13)


def put_moments(shelf: Shelf, seen: Iterable[Seen], people: Mapping[str, int]) -> None:
    """Put their entries in the log aside."""
    for one in seen:
        shelf.add(
            LogEntry,
            public_id=one.public_id,
            coach_id=people[one.coach.public_id],
            coached_id=people[one.rep.public_id],
            coaching_session_id=None,
            form=Form.ONE_TO_ONE,
            purpose=Purpose.COACH,
            planned=False,
            held_at=one.at,
            held_on=local_day(one.at, one.coach.zone),
            minutes=5,
            developmental=0,
            tactical=0,
            strategic=0,
            opportunistic=5,
            status=0,
            cycle_id=None,
            complete=False,
            specific=True,
            logged_at=one.at + timedelta(minutes=3),
            changed_at=None,
            withdrawn_at=None,
        )


def put_words_of_moments(shelf: Shelf, seen: Iterable[Seen], entries: Mapping[str, int]) -> None:
    """Put what was seen and said aside."""
    for one in seen:
        moment, feedback = one.words
        shelf.add(
            LogBody,
            log_entry_id=entries[one.public_id],
            focus="",
            moment=moment,
            feedback=feedback,
            deal="",
            why_withdrawn="",
        )


def _knows(rep: Member, when: datetime) -> bool:
    return rep.starts_on < when.date()
