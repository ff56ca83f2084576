"""Finding the person whose records somebody at the command line asks for."""

from sqlmodel import Session, col, or_, select

from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.tables import Person


def person_called(session: Session, called: str) -> Person:
    """The person of this e-mail address, employee id or public id. Raises NotFound."""
    asked = called.strip()
    found = session.exec(
        select(Person).where(
            or_(
                col(Person.email) == asked.lower(),
                col(Person.employee_id) == asked,
                col(Person.public_id) == asked.lower(),
            )
        )
    ).all()
    if len(found) != 1:
        raise NotFound(
            _("There is nobody with this e-mail address, employee id or id.")
            if not found
            else _("More than one person is called that. Say the e-mail address.")
        )
    return found[0]
