"""The holds in force."""

from sqlmodel import Session, col, select

from coach_the_coach.foundation.erasing import LegalHold
from coach_the_coach.identity.tables import Person
from coach_the_coach.records.holds.rows import HoldRow


def holds(session: Session) -> list[HoldRow]:
    """Whose data is held, the oldest hold first; for the command line."""
    found = session.exec(
        select(Person, LegalHold)
        .join(LegalHold, col(LegalHold.person_id) == col(Person.id))
        .where(col(LegalHold.until).is_(None))
        .order_by(col(LegalHold.since), col(LegalHold.id))
    ).all()
    return [
        HoldRow(person.name, person.email, hold.since, " ".join(hold.reason.split()))
        for person, hold in found
    ]
