"""Whether somebody has practised scoring: that alone, and nothing of how it went.

Of the rounds themselves nobody but their maker reads anything. What is asked here is the ledger of
what counts, which has one entry for each conversation somebody practised on to the end.
"""

from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.readiness.rules import NEEDED


def is_ready_to_certify(session: Session, person_id: int) -> bool:
    """Whether somebody has coded, rated and compared as many conversations as are needed."""
    return practices_left(session, person_id) == 0


def practices_left(session: Session, person_id: int) -> int:
    """How many conversations somebody has still to practise on before they may certify."""
    # Whoever plans for an observer may know that they have practised, and not read their ledger.
    with as_program(session):
        done = session.exec(_practised(col(Evidence.person_id) == person_id)).one()
    return max(NEEDED - done, 0)


def has_practised() -> ColumnElement[bool]:
    """The condition that a person has practised enough to certify; asked as the program."""
    own = _practised(col(Evidence.person_id) == col(Person.id))
    return own.correlate(Person).scalar_subquery() >= NEEDED


def _practised(whose: ColumnElement[bool]) -> Any:
    """How many conversations were practised on to the end."""
    return (
        select(func.count())
        .select_from(Evidence)
        .where(whose, Evidence.kind == EvidenceKind.CLIP, col(Evidence.withdrawn_at).is_(None))
    )
