"""Invitations: a link that lets one person in once, made for them and given to them alone."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import update
from sqlmodel import Session, col, select

from coach_the_coach.foundation.errors import Conflict, NotFound
from coach_the_coach.foundation.ids import digest, new_secret
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.sign_in import in_employment, keep_password, require_passwords
from coach_the_coach.identity.tables import Invitation, Person
from coach_the_coach.identity.turns import wait_for_people

INVITATION: Final = timedelta(hours=72)
"""How long an invitation link works. Source: docs/method.md#sign-in."""


def invite(session: Session, person_id: int, at: datetime) -> str:
    """The secret of a new invitation of this person; earlier ones stop working.

    Raises Conflict for somebody who has left or was erased.
    """
    wait_for_people(session, [person_id])
    here = select(Person.id).where(Person.id == person_id, in_employment(at))
    if session.exec(here).first() is None:
        text = _("{name} is not here any more, and no link lets them in.")
        raise Conflict(text.format(name=session.get_one(Person, person_id).name))
    end_invitations(session, person_id, at)
    secret = new_secret()
    session.add(
        Invitation(
            person_id=person_id,
            secret_digest=digest(secret),
            created_at=at,
            expires_at=at + INVITATION,
        )
    )
    return secret


def end_invitations(session: Session, person_id: int, at: datetime) -> None:
    """Have no invitation of this person work any more."""
    session.exec(
        update(Invitation)
        .where(col(Invitation.person_id) == person_id, col(Invitation.used_at).is_(None))
        .values(used_at=at)
    )


def invited(session: Session, secret: str, at: datetime) -> Person:
    """Whom an invitation is for, held so that of two who use it at once one comes second.

    Raises NotFound for one that is used, too old or not ours, and for somebody who has left.
    """
    theirs = select(Invitation.person_id).where(Invitation.secret_digest == digest(secret))
    wait_for_people(session, session.exec(theirs))
    person = session.exec(
        select(Person)
        .join(Invitation, col(Invitation.person_id) == col(Person.id))
        .where(
            Invitation.secret_digest == digest(secret),
            col(Invitation.used_at).is_(None),
            Invitation.expires_at > at,
            in_employment(at),
        )
    ).first()
    if person is None:
        raise NotFound(_("This invitation has been used or is too old. Ask for a new one."))
    return person


def accept_invitation(session: Session, *, secret: str, hashed: str, at: datetime) -> int:
    """Give the invited person a password by its hash, end their sign-ins, and return their id.

    Raises NotFound for an invitation that does not work, NotPermitted while passwords are off.
    """
    require_passwords(session)
    person_id = invited(session, secret, at).id or 0
    keep_password(session, person_id, hashed, at)
    session.exec(
        update(Invitation).where(col(Invitation.secret_digest) == digest(secret)).values(used_at=at)
    )
    return person_id
