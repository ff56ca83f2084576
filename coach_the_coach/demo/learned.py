"""What managers of the demo company read, knew and used."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Final

from sqlmodel import Session, col, select

from coach_the_coach.certification.learning.content.queries import UNITS, questions_of
from coach_the_coach.certification.learning.content.rules import Question
from coach_the_coach.certification.learning.rules import EXAM, is_passed
from coach_the_coach.certification.learning.tables import KnowledgeTry, UnitUse
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.demo import cast
from coach_the_coach.demo.chance import chance, public_id
from coach_the_coach.demo.coached import put_evidence
from coach_the_coach.demo.people import Member, Roster
from coach_the_coach.demo.shelf import Shelf
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.foundation.when import local_day
from coach_the_coach.identity.access import Role

USES: Final = (
    "I said at the start that this was to coach, and left the numbers for later.",
    "I gave back what she said and waited. She went on by herself.",
    "I asked for a second deal before I said what I thought it was.",
    "We agreed on one skill, and on what will show that it is done.",
    "I let him try it twice, with one thing to change in between.",
    "I kept the quarter of an hour instead of moving it to next week.",
)
"""What somebody did differently, unit by unit."""

BEGAN: Final = timedelta(days=60)
"""How long ago the first unit was read."""

STEP: Final = timedelta(days=7)
"""From one unit to the next."""


def add_learned(
    session: Session, everybody: Roster, people: Mapping[str, int], *, seed: int, at: datetime
) -> None:
    """Who asks for a certificate has all of it, the stalled one nothing, the others some."""
    shelf, complete = Shelf(), {one.name for one in cast.COMPLETE}
    for manager in everybody.having(Role.MANAGER):
        luck = chance(seed, "learned", manager.public_id)
        held = _sessions(session, people[manager.public_id])
        for place, unit in enumerate(UNITS[: _read_by(manager, luck)]):
            read = at - BEGAN + place * STEP
            wrong = luck.choice((0, 0, 1, 1, 2))
            if wrong > 1:
                _try(shelf, people, manager, unit, wrong, read, luck)
            _try(shelf, people, manager, unit, min(wrong, 1), read + timedelta(hours=1), luck)
            day = local_day(read, manager.zone)
            entry = next((one for one in held if one.held_on > day), None)
            used = entry if luck.random() < 0.6 or manager.name in complete else None
            _use(shelf, people, manager, place, read, used, luck)
        if manager.name == cast.IMPROVING.name:
            _try(shelf, people, manager, EXAM, 3, at - timedelta(days=9), luck)
    shelf.write(session, KnowledgeTry, UnitUse, Evidence)


def _read_by(manager: Member, luck: Random) -> int:
    """How many of the six a manager has read."""
    always = {one.name: len(UNITS) for one in cast.COMPLETE} | {cast.STALLED.name: 0}
    return always.get(manager.name, luck.randrange(len(UNITS)))


def _sessions(session: Session, coach: int) -> list[LogEntry]:
    """What somebody logged and did not take back, oldest first."""
    found = select(LogEntry).where(LogEntry.coach_id == coach, col(LogEntry.withdrawn_at).is_(None))
    return list(session.exec(found.order_by(col(LogEntry.held_at))).all())


def _try(
    shelf: Shelf,
    people: Mapping[str, int],
    manager: Member,
    bank: str,
    wrong: int,
    at: datetime,
    luck: Random,
) -> None:
    """One finished try with so many wrong answers."""
    asked, name = questions_of(bank), public_id(luck)
    missed = set(luck.sample(range(len(asked)), wrong))
    shelf.add(
        KnowledgeTry,
        public_id=name,
        person_id=people[manager.public_id],
        bank=bank,
        seed=luck.randrange(2**31),
        begun_at=at - timedelta(minutes=6),
        finished_at=at,
        answers=dict(_answers(asked, missed)),
        right=len(asked) - wrong,
        asked=len(asked),
    )
    if is_passed(len(asked) - wrong, len(asked)):
        put_evidence(shelf, people, manager, EvidenceKind.KNOWLEDGE, name, at)


def _answers(asked: tuple[Question, ...], missed: set[int]) -> Iterator[tuple[str, str]]:
    for place, one in enumerate(asked):
        others = [answer.key for answer in one.answers if answer.key != one.right]
        yield one.key, others[0] if place in missed else one.right


def _use(
    shelf: Shelf,
    people: Mapping[str, int],
    manager: Member,
    place: int,
    read: datetime,
    entry: LogEntry | None,
    luck: Random,
) -> None:
    """That a unit was read, and the session in which it was used, if there is one."""
    name = public_id(luck)
    used = entry.held_at + timedelta(hours=3) if entry else None
    shelf.add(
        UnitUse,
        public_id=name,
        person_id=people[manager.public_id],
        unit=UNITS[place],
        read_at=read,
        read_on=local_day(read, manager.zone),
        used_at=used,
        log_entry_id=entry.id if entry else None,
        words=USES[place] if entry else "",
    )
    if entry and used:
        put_evidence(shelf, people, manager, EvidenceKind.UNIT_USED, name, entry.held_at)
