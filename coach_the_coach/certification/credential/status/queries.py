"""Which places of the lists are set."""

from typing import Any

from sqlalchemy import func, or_, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col

from coach_the_coach.certification.credential.status.rules import LENGTH
from coach_the_coach.certification.credential.tables import Award, CredentialShare
from coach_the_coach.foundation.viewer import as_program


def places_set(session: Session, purpose: str, number: int) -> list[int] | None:
    """The places set in a list, in order; None for a list that nothing stands in.

    The first is always there. For anybody: a list says nothing of anybody.
    """
    first = (number - 1) * LENGTH
    ended = col(Award.revoked_at) if purpose == "revocation" else col(Award.suspended_at)
    with as_program(session):
        if number > 1 and not _is_begun(session, first):
            return None
        found = session.connection().execute(
            union_all(
                columns(col(Award.status_index)).where(
                    ended.is_not(None), _within(col(Award.status_index), first)
                ),
                columns(col(CredentialShare.status_index))
                .join(Award, col(Award.id) == col(CredentialShare.award_id))
                .where(ended.is_not(None), _within(col(CredentialShare.status_index), first)),
            )
        )
        return sorted(place - first for (place,) in found)


def _is_begun(session: Session, first: int) -> bool:
    """Whether something stands in the list that begins there, or in a later one."""
    asked = columns(
        or_(
            *(
                columns(func.count())
                .select_from(table)
                .where(col(table.status_index) >= first)
                .scalar_subquery()
                > 0
                for table in (Award, CredentialShare)
            )
        )
    )
    return bool(session.connection().scalar(asked))


def _within(place: Any, first: int) -> Any:
    return place.between(first, first + LENGTH - 1)
