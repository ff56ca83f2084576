"""Confirming that it is you: the same sign-in, shown anew, with a new secret."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from coach_the_coach.foundation import audit
from coach_the_coach.foundation.audit import About, Result, Told
from coach_the_coach.foundation.words import _
from coach_the_coach.identity import second_factor, sign_in, throttle
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Account
from coach_the_coach.identity.throttle import Bucket

CONFIRM: Final = audit.known("sign_in:confirm", _("confirmed that it is them"), Told.ADMIN)
"""What the log calls it."""


@dataclass(frozen=True)
class Asked:
    """A try that has been counted, and what the password is to be held against."""

    buckets: tuple[Bucket, ...]
    wait: timedelta
    stored: str | None


@dataclass(frozen=True)
class Confirmed:
    """The new secret of the sign-in, and the tokens of its pages, whose sockets have the old."""

    secret: str
    tokens: list[str]


def begin(session: Session, actor: Actor, at: datetime) -> Asked:
    """Count a try before anybody looks whether it is right.

    Raises TooMany while one has to wait, NotPermitted while passwords are off.
    """
    sign_in.require_passwords(session)
    counted = (throttle.bucket(throttle.CONFIRM, str(actor.sign_in_id)),)
    wait = throttle.take(session, counted, at)
    account = session.get(Account, actor.person_id)
    return Asked(counted, wait, account.password_hash if account else None)


def finish(
    session: Session, actor: Actor, asked: Asked, *, secret: str, number: str, at: datetime
) -> Confirmed | None:
    """What comes of a right password; None where the number of the second factor is not right.

    Raises NotSignedIn where the secret has been replaced meanwhile.
    """
    has_factor = second_factor.has_factor(session, actor.person_id)
    if has_factor and not second_factor.accepts(session, actor.person_id, number, at):
        return None
    throttle.give_back(session, asked.buckets)
    new = sign_in.prove(session, secret, at)
    audit.note(session, CONFIRM, actor_id=actor.person_id, at=at, of=About(actor.person_id))
    return Confirmed(new, sign_in.tabs_of(session, [actor.sign_in_id]))


def refuse(session: Session, actor: Actor, asked: Asked, at: datetime) -> None:
    """Write down a try that was wrong."""
    detail = {"wait_seconds": int(asked.wait.total_seconds())}
    of, who = About(actor.person_id, detail=detail), actor.person_id
    audit.note(session, CONFIRM, actor_id=who, at=at, result=Result.REFUSED, of=of)
