"""Words of certification about somebody, statement by statement; what was decided stays."""

from sqlmodel import col, select

from coach_the_coach.certification.deciding.tables import (
    Appeal,
    AppealBody,
    CoSignature,
    CoSignatureBody,
    Suspension,
    SuspensionBody,
)
from coach_the_coach.certification.tables import Attestation, Enrolment
from coach_the_coach.records.queries import Step, emptied


def words_of_paths(person_id: int) -> list[Step]:
    """What was written about the person in decisions, and what they wrote in an appeal."""
    signed = select(CoSignature.id).where(CoSignature.person_id == person_id)
    appeals = select(Appeal.id).where(Appeal.person_id == person_id)
    rests = select(Suspension.id).where(Suspension.person_id == person_id)
    return [
        emptied(Enrolment, col(Enrolment.person_id) == person_id, ("why_withdrawn",)),
        emptied(Attestation, col(Attestation.person_id) == person_id, ("reason", "why_withdrawn")),
        emptied(
            CoSignatureBody,
            col(CoSignatureBody.co_signature_id).in_(signed),
            ("salt", "evidence", "would_meet"),
        ),
        emptied(AppealBody, col(AppealBody.appeal_id).in_(appeals), ("salt", "words", "reason")),
        emptied(
            SuspensionBody,
            col(SuspensionBody.suspension_id).in_(rests),
            ("salt", "words", "end_reason"),
        ),
    ]
