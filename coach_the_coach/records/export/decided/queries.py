"""Somebody's paths and decisions about them, and what they signed for others."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlmodel import Session, col, select

from coach_the_coach.certification.deciding.tables import (
    Appeal,
    AppealBody,
    CoSignature,
    CoSignatureBody,
    ReviewSeat,
    Suspension,
    SuspensionAct,
    SuspensionBody,
)
from coach_the_coach.certification.tables import (
    Attestation,
    Enrolment,
    EnrolmentStep,
    Progress,
    Review,
)
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.queries import names_of

WHO: Final = (
    *("person_id", "by_id", "assigned_by_id", "withdrawn_by_id", "named_by_id", "decider_id"),
    *("first_scorer_id", "second_scorer_id", "opened_by_id"),
)
"""Columns that name somebody, given as names."""

HIDDEN: Final = frozenset(
    {
        *("id", "public_id", "salt", "commitment", "status_index", "path_version_id"),
        *("enrolment_id", "review_id", "co_signature_id", "appeal_id", "award_id"),
        *("suspension_id", "new_review_id", "coaching_session", "signed_by"),
    }
)
"""Columns that say nothing about anybody, or only to who can look them up."""

Given = list[dict[str, Any]]


def certification_of(session: Session, actor: Actor) -> dict[str, Given]:
    """Paths with their history, decisions and appeals of the actor.

    And what the actor signed for others; of a decision of somebody else nothing more.
    """
    # A certificate and the words about it are the holder's, whoever else may read them.
    with as_program(session):
        paths = _own(session, actor, Enrolment)
        steps = _parts(session, paths, (EnrolmentStep, "enrolment_id"), (Progress, "enrolment_id"))
        decisions = _own(session, actor, Review)
        signed = _own(session, actor, CoSignature)
        appeals = _own(session, actor, Appeal)
        rests = _own(session, actor, Suspension)
        mine = session.exec(
            select(CoSignature)
            .where(CoSignature.by_id == actor.person_id)
            .order_by(col(CoSignature.id))
        ).all()
        said = session.exec(
            select(Attestation)
            .where(Attestation.by_id == actor.person_id)
            .order_by(col(Attestation.id))
        ).all()
        bodies = (CoSignatureBody, "co_signature_id")
        return {
            "paths": _given(session, paths, steps),
            "decisions": _given(session, decisions),
            "seats": _given(session, _own(session, actor, ReviewSeat)),
            "signatures": _given(session, signed, _parts(session, signed, bodies)),
            "appeals": _given(
                session, appeals, _parts(session, appeals, (AppealBody, "appeal_id"))
            ),
            "certificates_that_rested": _given(
                session,
                rests,
                _parts(
                    session,
                    rests,
                    (SuspensionBody, "suspension_id"),
                    (SuspensionAct, "suspension_id"),
                ),
            ),
            "signed_for_you": _given(session, _own(session, actor, Attestation)),
            "signed_by_you": _given(session, said),
            "decided_by_you": _given(session, mine, _parts(session, mine, bodies)),
        }


def _own(session: Session, actor: Actor, table: Any) -> list[Any]:
    """Rows of a table that are about the actor, as they were made."""
    found = select(table).where(table.person_id == actor.person_id).order_by(table.id)
    return list(session.exec(found).all())


def _parts(
    session: Session, rows: Iterable[Any], *tables: tuple[Any, str]
) -> dict[int, dict[str, Given]]:
    """What hangs on these rows, by their id and the name of its table."""
    ids = [row.id for row in rows]
    found: dict[int, dict[str, Given]] = {}
    for table, key in tables:
        column = getattr(table, key)
        hangs = session.exec(
            select(table).where(column.in_(ids)).order_by(*table.__table__.primary_key)
        ).all()
        for row, given in zip(hangs, _given(session, hangs), strict=True):
            of = found.setdefault(getattr(row, key), {})
            of.setdefault(table.__tablename__, []).append(given)
    return found


def _given(
    session: Session,
    rows: Iterable[Any],
    parts: Mapping[int, Mapping[str, Given]] | None = None,
) -> Given:
    """Rows with names in place of people, and with what hangs on them."""
    there = list(rows)
    people = (getattr(row, who, None) for row in there for who in WHO)
    names = names_of(session, (one for one in people if one is not None))
    return [
        {
            **{
                name.removesuffix("_id") if name in WHO else name: (
                    names.get(value) if name in WHO else value
                )
                for name, value in row.model_dump(mode="json").items()
                if name not in HIDDEN
            },
            **((parts or {}).get(row.id, {}) if parts else {}),
        }
        for row in there
    ]
