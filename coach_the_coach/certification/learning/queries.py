"""What somebody has passed, read and used: their own for their pages, many for certification."""

from collections.abc import Collection
from fractions import Fraction

from sqlmodel import Session, col, select

from coach_the_coach.certification.learning.rows import Learned, PassedTry, UsedUnit
from coach_the_coach.certification.learning.rules import PASS_MARK, Tried, is_passed, stands
from coach_the_coach.certification.learning.tables import KnowledgeTry, UnitUse
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.identity.access import Actor


def learned(
    session: Session, people_ids: Collection[int], *, share: Fraction = PASS_MARK
) -> dict[int, Learned]:
    """What these people passed and used, everybody named; two statements for however many.

    Not for pages: it reads as the program, for certification, which says who may know what of it.
    `share` is the pass mark that is asked for.
    """
    found = {one: Learned() for one in people_ids}
    with as_program(session):
        for one in _finished(session, people_ids):
            right, asked = one.right or 0, one.asked or 1
            best = found[one.person_id].best
            best[one.bank] = max(best.get(one.bank, Fraction(0)), Fraction(right, asked))
            if one.finished_at is not None and is_passed(right, asked, share):
                found[one.person_id].passed.append(
                    PassedTry(one.public_id, one.bank, right, asked, one.finished_at)
                )
        for use, entry in session.exec(
            select(UnitUse, LogEntry)
            .join(LogEntry, col(LogEntry.id) == col(UnitUse.log_entry_id))
            .where(col(UnitUse.person_id).in_(people_ids), col(UnitUse.used_at).is_not(None))
            .order_by(col(UnitUse.used_at), col(UnitUse.id))
        ).all():
            found[use.person_id].used.append(_used(use, entry))
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


def _finished(session: Session, people_ids: Collection[int]) -> list[KnowledgeTry]:
    return list(
        session.exec(
            select(KnowledgeTry)
            .where(
                col(KnowledgeTry.person_id).in_(people_ids),
                col(KnowledgeTry.finished_at).is_not(None),
            )
            .order_by(col(KnowledgeTry.finished_at), col(KnowledgeTry.id))
        ).all()
    )


def _used(use: UnitUse, entry: LogEntry) -> UsedUnit:
    return UsedUnit(
        public_id=use.public_id,
        unit=use.unit,
        used_at=use.used_at or use.read_at,
        log_entry=entry.public_id,
        is_standing=is_used(use, entry),
    )
