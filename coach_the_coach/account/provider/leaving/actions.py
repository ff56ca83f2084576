"""Ending a sign-in that came by the provider: there as well as here, and here because of there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from coach_the_coach.account.provider.actions import JOURNEY, keep, take
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.audit import About, Told
from coach_the_coach.foundation.ids import digest
from coach_the_coach.foundation.words import _
from coach_the_coach.identity import sign_in
from coach_the_coach.identity.access import Way
from coach_the_coach.identity.oidc import Farewell, Refused
from coach_the_coach.identity.tables import ExternalIdentity, SignIn

ENDED: Final = audit.known(
    "sign_in:end_by_provider", _("was signed out by the organisation"), Told.BOTH
)
"""What the log calls it when the provider ends a sign-in."""


@dataclass(frozen=True)
class Parting:
    """A sign-in that came by the provider and ends now; its id token, where it is still kept."""

    id_token: str | None


def parting(session: Session, *, secret: str | None, issuer: str, at: datetime) -> Parting | None:
    """What the provider is told of the sign-in behind a cookie; None for one it knows not of."""
    found = sign_in.sign_in_of(session, secret, at)
    if found is None or found.way is not Way.PROVIDER or found.identity_id is None:
        return None
    if session.get_one(ExternalIdentity, found.identity_id).issuer != issuer:
        return None
    return Parting(take(session, f"id_token:{found.id}", at=at))


def say_farewell(session: Session, *, state: str, browser: str, at: datetime) -> None:
    """Note that a browser goes to the provider to leave it."""
    key = f"farewell:{digest(state)}"
    keep(session, key, digest(browser), at=at, until=at + JOURNEY)


def have_left(session: Session, *, state: str, browser: str, at: datetime) -> None:
    """Go on only with a browser that went to the provider to leave it, once. Raises Refused."""
    kept = take(session, f"farewell:{digest(state)}", at=at)
    if kept is None or not browser or kept != digest(browser):
        raise Refused("unknown_farewell")


def end_by_provider(session: Session, *, farewell: Farewell, at: datetime) -> list[str]:
    """End the sign-ins that a logout token names; returns the tokens of their open pages.

    Raises Refused for a token that was used before.
    """
    _spend(session, farewell, at)
    came_by = [col(ExternalIdentity.issuer) == farewell.issuer, col(SignIn.ended_at).is_(None)]
    if farewell.subject is not None:
        came_by.append(col(ExternalIdentity.subject) == farewell.subject)
    if farewell.session is not None:
        came_by.append(col(SignIn.provider_session) == farewell.session)
    found = session.exec(
        select(SignIn)
        .join(ExternalIdentity, col(ExternalIdentity.id) == col(SignIn.identity_id))
        .where(*came_by)
    ).all()
    for one in found:
        take(session, f"id_token:{one.id}", at=at)
    for person_id in sorted({one.person_id for one in found}):
        of = About(person_id=person_id)
        audit.note(session, ENDED, actor_id=None, at=at, of=of)
    return sign_in.end_sign_ins(session, [one.id or 0 for one in found], at)


def _spend(session: Session, farewell: Farewell, at: datetime) -> None:
    """Take this token once, for as long as it could be believed."""
    key = f"logout:{digest(f'{farewell.issuer} {farewell.token_id}')}"
    try:
        keep(session, key, "", at=at, until=farewell.ends_at)
    except IntegrityError as again:
        raise Refused("logout_again") from again
