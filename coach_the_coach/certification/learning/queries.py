"""What somebody has passed, read and used: their own for their pages, many for certification."""

from collections.abc import Collection
from fractions import Fraction
from typing import Final

from sqlalchemy import bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from coach_the_coach.certification.learning.rows import Learned, PassedTry, UsedUnit
from coach_the_coach.certification.learning.rules import PASS_MARK, Tried, is_passed, stands
from coach_the_coach.certification.learning.tables import KnowledgeTry, UnitUse
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.identity.access import Actor

FINISHED: Final = (
    columns(
        col(KnowledgeTry.person_id),
        col(KnowledgeTry.public_id),
        col(KnowledgeTry.bank),
        col(KnowledgeTry.right),
        col(KnowledgeTry.asked),
        col(KnowledgeTry.finished_at),
    )
    .where(
        col(KnowledgeTry.person_id).in_(bindparam("people", expanding=True)),
        col(KnowledgeTry.finished_at).is_not(None),
    )
    .order_by(col(KnowledgeTry.finished_at), col(KnowledgeTry.id))
)
"""What `learned` asks of tries; made once, for that takes longer than to run it."""

USED: Final = (
    columns(
        col(UnitUse.person_id),
        col(UnitUse.public_id),
        col(UnitUse.unit),
        col(UnitUse.used_at),
        col(UnitUse.read_on),
        col(LogEntry.public_id),
        col(LogEntry.withdrawn_at),
        col(LogEntry.held_on),
    )
    .join(LogEntry, col(LogEntry.id) == col(UnitUse.log_entry_id))
    .where(
        col(UnitUse.person_id).in_(bindparam("people", expanding=True)),
        col(UnitUse.used_at).is_not(None),
    )
    .order_by(col(UnitUse.used_at), col(UnitUse.id))
)
"""And of units."""


def learned(
    session: Session, people_ids: Collection[int], *, share: Fraction = PASS_MARK
) -> dict[int, Learned]:
    """What these people passed and used, everybody named; two statements for however many.

    Not for pages: it reads as the program, for certification, which says who may know what of it.
    `share` is the pass mark that is asked for.
    """
    found = {one: Learned() for one in people_ids}
    with as_program(session):
        session.flush()
        asked_for = {"people": list(people_ids)}
        # Past the session, which would look for objects in rows that hold none.
        tries = session.connection().execute(FINISHED, asked_for)
        for who, public_id, bank, right, asked, at in tries:
            best = found[who].best
            best[bank] = max(best.get(bank, Fraction(0)), Fraction(right or 0, asked or 1))
            if at is not None and is_passed(right or 0, asked or 1, share):
                found[who].passed.append(PassedTry(public_id, bank, right or 0, asked or 1, at))
        uses = session.connection().execute(USED, asked_for)
        for who, public_id, unit, at, read_on, entry, withdrawn_at, held_on in uses:
            standing = stands(withdrawn_at=withdrawn_at, held_on=held_on, read_on=read_on)
            if at is not None:
                found[who].used.append(UsedUnit(public_id, unit, at, entry, standing))
    return found


def own_tries(session: Session, actor: Actor, *, bank: str = "") -> list[KnowledgeTry]:
    """The actor's tries, of one bank where it is named, the newest first."""
    mine = select(KnowledgeTry).where(KnowledgeTry.person_id == actor.person_id)
    if bank:
        mine = mine.where(KnowledgeTry.bank == bank)
    return list(session.exec(mine.order_by(col(KnowledgeTry.id).desc())).all())


def own_uses(session: Session, actor: Actor) -> dict[str, tuple[UnitUse, LogEntry | None]]:
    """What the actor read, by unit, each with the session in which it was used."""
    found = session.exec(
        select(UnitUse, LogEntry)
        .join(LogEntry, col(LogEntry.id) == col(UnitUse.log_entry_id), isouter=True)
        .where(UnitUse.person_id == actor.person_id)
    ).all()
    return {use.unit: (use, entry) for use, entry in found}


def finished(tries: Collection[KnowledgeTry]) -> list[Tried]:
    """The finished ones among these, in their order."""
    return [
        Tried(one.right or 0, one.asked or 0, one.finished_at)
        for one in tries
        if one.finished_at is not None
    ]


def is_used(use: UnitUse, entry: LogEntry | None) -> bool:
    """Whether a unit was used in a session that still stands."""
    return entry is not None and stands(
        withdrawn_at=entry.withdrawn_at, held_on=entry.held_on, read_on=use.read_on
    )
