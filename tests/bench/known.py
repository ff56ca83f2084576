"""What many managers read, knew, used and hold, and the ledger of all that they did, in rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select as columns
from sqlmodel import Session, SQLModel, col

from coach_the_coach.certification.credential.rules import AwardKind
from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.learning.content.queries import UNITS, questions_of
from coach_the_coach.certification.learning.rules import EXAM
from coach_the_coach.certification.learning.tables import KnowledgeTry, UnitUse
from coach_the_coach.certification.rules import Asked
from coach_the_coach.certification.tables import Enrolment, Review
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.tables import Cycle
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.foundation.ids import new_id

Insert = Callable[[Session, type[SQLModel], Iterable[dict[str, Any]]], None]

LEAST_READ: Final = 3
"""Units that the first manager read; the next one more, up to all of them."""


def learned(
    session: Session, insert: Insert, managers: Sequence[int], at: datetime, *, first: int = 0
) -> None:
    """Some units of each, with the tries at their questions; of every third the exam too."""
    numbered = list(enumerate(managers, first))
    insert(
        session, KnowledgeTry, (one for number, who in numbered for one in _tries(number, who, at))
    )
    entries: dict[int, int] = {}
    for number, who in session.execute(
        columns(col(LogEntry.id), col(LogEntry.coach_id)).where(
            col(LogEntry.coached_id).is_not(None), col(LogEntry.withdrawn_at).is_(None)
        )
    ):
        entries.setdefault(who, number)
    uses = (one for number, who in numbered for one in _uses(number, who, entries[who], at))
    insert(session, UnitUse, uses)


def _read(number: int) -> int:
    return LEAST_READ + number % (len(UNITS) - LEAST_READ + 1)


def _tries(number: int, who: int, at: datetime) -> Iterator[dict[str, Any]]:
    """Every unit is passed, one in three at the second try; one in four has begun another."""
    banks = [*UNITS[: _read(number)], *([EXAM] if number % 3 == 0 else [])]
    for place, bank in enumerate(banks):
        asked = questions_of(bank)
        wrongs = (3, 0) if (number + place) % 3 == 0 else (0,)
        for again, wrong in enumerate(wrongs):
            done = at - timedelta(days=100 - 7 * place - again)
            yield {
                "public_id": new_id(),
                "person_id": who,
                "bank": bank,
                "seed": who,
                "begun_at": done,
                "finished_at": done,
                "answers": {one.key: one.right for one in asked},
                "right": len(asked) - wrong,
                "asked": len(asked),
            }
    if number % 4 == 0:
        begun = {"public_id": new_id(), "person_id": who, "bank": UNITS[0], "seed": 1}
        others = {"finished_at": None, "answers": {}, "right": None, "asked": None}
        yield begun | {"begun_at": at} | others


def _uses(number: int, who: int, entry: int, at: datetime) -> Iterator[dict[str, Any]]:
    """All but the last were used."""
    for place, unit in enumerate(UNITS[: (count := _read(number))]):
        read = at - timedelta(days=400 - place)
        used = place < count - 1
        yield {
            "public_id": new_id(),
            "person_id": who,
            "unit": unit,
            "read_at": read,
            "read_on": read.date(),
            "used_at": at - timedelta(days=60 - place) if used else None,
            "log_entry_id": entry if used else None,
            "words": "I gave back what she said and waited. She went on by herself." * used,
        }


def entered(session: Session, insert: Insert, at: datetime) -> None:
    """What counts of the log, of the skills and of the units stands in the ledger as well."""
    known = (
        (EvidenceKind.LOG, LogEntry, LogEntry.coach_id),
        (EvidenceKind.CYCLE, Cycle, Cycle.coach_id),
        (EvidenceKind.KNOWLEDGE, KnowledgeTry, KnowledgeTry.person_id),
        (EvidenceKind.UNIT_USED, UnitUse, UnitUse.person_id),
    )
    for kind, table, who in known:
        found = session.execute(columns(col(table.public_id), col(who))).all()
        insert(
            session, Evidence, (_evidence(kind, subject, person, at) for subject, person in found)
        )


def _evidence(kind: EvidenceKind, subject: str, who: int, at: datetime) -> dict[str, Any]:
    return {
        "person_id": who,
        "kind": kind,
        "subject": subject,
        "at": at - timedelta(days=30),
        "entered_at": at,
        "reason": "",
    }


def held(
    session: Session,
    insert: Insert,
    managers: Sequence[int],
    by: int,
    at: datetime,
    *,
    first: int = 0,
) -> None:
    """Half hold Foundations, a few of them not any more; one in twenty waits for a decision."""
    numbered = list(enumerate(managers, first))
    insert(session, Award, (_award(who, place, by, at) for place, who in numbered if place % 4 < 2))
    waiting = [who for place, who in numbered if place % 20 == 5]
    asked = session.execute(
        columns(col(Enrolment.id), col(Enrolment.person_id), col(Enrolment.path_version_id)).where(
            col(Enrolment.path_key) == "certified-coach", col(Enrolment.person_id).in_(waiting)
        )
    ).all()
    insert(session, Review, (_review(number, who, version, at) for number, who, version in asked))


def _award(who: int, place: int, by: int, at: datetime) -> dict[str, Any]:
    since = at.date() - timedelta(days=20 + place % 380)
    return {
        "public_id": new_id(),
        "person_id": who,
        "path_key": "foundations",
        "path_title": "Foundations",
        "level": 1,
        "version": 1,
        "awarded_at": at,
        "valid_from": since,
        "valid_until": since + timedelta(days=365),
        "kind": AwardKind.FIRST,
        "criteria": ["12 sessions in the log"] * 6,
        "evidence": [{"what": "sessions", "count": 12, "sha256": "0" * 64, "salt": "1" * 32}] * 6,
        "signed_by": [by],
        "status_index": 2 * place + 2,
        "suspended_at": at if place % 100 == 5 else None,
        "revoked_at": at if place % 100 == 8 else None,
    }


def _review(enrolment: int, who: int, version: int, at: datetime) -> dict[str, Any]:
    ones: Mapping[str, Any] = {"key": "log", "subjects": [new_id() for _each in range(40)]}
    return {
        "public_id": new_id(),
        "enrolment_id": enrolment,
        "person_id": who,
        "path_version_id": version,
        "asking": Asked.FIRST,
        "asked_at": at,
        "asked_on": at.date(),
        "counted": [dict(ones)] * 9,
    }
